-- When the present secret of a key was first used; null: not yet. A new secret that never reached anybody displaces no old
-- one that is still in use.
alter table api_key add column secret_used_at timestamptz;
update api_key set secret_used_at = last_used_at;
