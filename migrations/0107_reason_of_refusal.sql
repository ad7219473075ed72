-- Staff who refuse a photo in their group may tell the player why, by the button that they press.
alter table quest_review_post add column pressed_reason text
  check (pressed_reason in ('blurred', 'notIt', 'notOwn', 'repeated')),
  add check (pressed_reason is null or pressed = 'wrong');
