import { expect, it } from 'vitest';
import { fieldsOf } from '#src/console/admin/webhooks/event-fields.ts';
import { WEBHOOK_CATALOGUE } from '#src/contract/webhook-events.ts';
import en from '../../locales/en/console.json' with { type: 'json' };

it('when a type of event is shown, then each field of its example has a row, and none is of an unknown kind', () => {
  for (const entry of WEBHOOK_CATALOGUE) {
    const fields = fieldsOf(entry);
    expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(entry.example.data)));
    expect(fields.filter(({ kind }) => kind === 'other')).toEqual([]);
  }
});

it('when a field can be nothing, or one of a few words, then it says so', () => {
  const rewarded = WEBHOOK_CATALOGUE.find(({ type }) => type === 'friend.rewarded');
  const fields = new Map(rewarded && fieldsOf(rewarded).map((field) => [field.name, field]));
  expect(fields.get('activeAt')).toMatchObject({ kind: 'moment', nullable: true });
  const accepted = WEBHOOK_CATALOGUE.find(({ type }) => type === 'receipt.accepted');
  const key = accepted && fieldsOf(accepted).find(({ name }) => name === 'externalId');
  expect(key).toMatchObject({ kind: 'text', nullable: true });
  expect(fields.get('role')).toMatchObject({
    kind: 'choice',
    choices: ['friend', 'inviter'],
    nullable: false,
  });
  expect(fields.get('amount')).toMatchObject({ kind: 'number' });
});

it('when there is a type, then it has a plain name and says when it comes', () => {
  const named = Object.keys(en.webhooks.event);
  expect(named).toEqual(expect.arrayContaining(WEBHOOK_CATALOGUE.map(({ type }) => type.replace('.', '_'))));
});
