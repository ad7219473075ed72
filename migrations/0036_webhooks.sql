-- What happened, told to other systems over HTTP (standardwebhooks.com).

create table webhook_endpoint (
  endpoint_id text primary key,
  name text not null,
  -- One row an address: making the same endpoint again finds the first.
  url text not null unique check (length(url) <= 500),
  -- Which kinds of events it wants; none named means every kind.
  types text[] not null default '{}',
  -- Signs what is sent; sealed with a key that is derived from the secret key of the program.
  secret text not null,
  -- For a day after a rotation both sign.
  old_secret text,
  old_secret_until timestamptz,
  -- paused: events wait. stopped: by us, see stopped_why; events become dead letters at once.
  status text not null default 'active' check (status in ('active', 'paused', 'stopped')),
  stopped_why text check (stopped_why in ('gone', 'failing')),
  stopped_at timestamptz,
  -- Of the first failure since the last success.
  failing_since timestamptz,
  created_at timestamptz not null,
  check ((status = 'stopped') = (stopped_why is not null and stopped_at is not null)),
  check ((old_secret is null) = (old_secret_until is null))
);

-- One event for one endpoint. queued -> sending -> delivered | retrying | dead; retrying and a sending whose lease ran
-- out are sent again, so an event arrives at least once, each time under the same message_id.
create table webhook_delivery (
  endpoint_id text not null references webhook_endpoint on delete cascade,
  -- The event's identifier: the webhook-id that the receiver sees.
  message_id text not null,
  type text not null,
  -- The bytes that are signed and sent, the same at every try.
  body text not null,
  status text not null check (status in ('queued', 'sending', 'retrying', 'delivered', 'dead')),
  attempts smallint not null default 0,
  -- When it may be sent (again); of one that is being sent, when it counts as lost.
  next_at timestamptz not null,
  -- Of the last try: the status that came back, or the word for why none did.
  last_status smallint,
  last_error text,
  -- The latest tries, the oldest first: {at, ms, status, error}.
  tries jsonb not null default '[]',
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (endpoint_id, message_id),
  check ((status in ('delivered', 'dead')) = (settled_at is not null))
);
create index webhook_delivery_due on webhook_delivery (endpoint_id, next_at) where status in ('queued', 'retrying', 'sending');

create index webhook_delivery_dead on webhook_delivery (endpoint_id, message_id) where status = 'dead';
create index webhook_delivery_settled on webhook_delivery (settled_at) where settled_at is not null;
