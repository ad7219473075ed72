-- What a campaign says: blocks of text in versions for different readers (core/campaigns/campaign-content.ts). One text
-- for everybody is one block with one version.
update campaign set content = jsonb_build_object(
  'blocks', jsonb_build_array(jsonb_build_object('name', '',
    'versions', jsonb_build_array(jsonb_build_object('when', null, 'variant', null, 'texts', texts)))),
  'pictureId', null, 'buttons', jsonb_build_array(), 'slots', null);
alter table campaign alter column content set not null, drop column texts;
