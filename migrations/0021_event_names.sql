-- Rules are triggered by the names of events of other systems, and the builder offers those that have come: it goes from
-- name to name by this index.
create index member_event_name on member_event (name);
