-- A campaign is never deleted and its rows are written under its lock, so that asking for it again for each of a million
-- rows of its audience says nothing that is not known.
alter table campaign_delivery drop constraint campaign_delivery_campaign_id_fkey;
