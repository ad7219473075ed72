-- Who else has sent the very same photo, and which photos a quest still needs.
create index quest_attempt_photo on quest_attempt ((given ->> 'pictureId')) where given ->> 'kind' = 'photo';
