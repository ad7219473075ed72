// How often offers come, at which hours and about what: a choice in two taps from the settings.
import type { MemberContact } from '#src/core/contacts/member-contact.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import type { Language } from '#src/lib/language.ts';
import type { Command, Outcome } from '../command.ts';
import type { Say, Scene, Step } from '../scene.ts';
import { label, words } from '../words.ts';

const WEEKS = [null, 3, 2, 1];
/** Hours that lie within those in which most shops write. */
const HOURS = [null, ['09:00', '12:00'], ['12:00', '18:00'], ['18:00', '21:00']] as const;

type Read = Extract<Outcome, { did: 'readContact'; kind: 'did' }>;

export const contact: Scene = (_state, event, { language }) => {
  if (event.kind === 'action') return pressed(event.action);
  if (event.kind !== 'did' || event.did !== 'readContact') return null;
  if (event.show === 'hours') return { say: [askHours(event, language)] };
  if (event.show === 'topics') return { say: [askTopics(event, language)] };
  return { say: [askOften(event, language)] };
};

function pressed(action: string): Step | null {
  const [, what, value = ''] = /^contact(?:\.(week|hours|topic|topics))?(?::(\w+))?$/.exec(action) ?? [];
  if (!action.startsWith('contact')) return null;
  const chosen = Number(value);
  const asked = (command: Command): Step => ({ state: { scene: 'menu' }, commands: [command] });
  if (what === undefined) return asked({ do: 'readContact', show: 'often' });
  if (what === 'topics') return asked({ do: 'readContact', show: 'topics' });
  if (what === 'topic') {
    if (value === 'all') return asked({ do: 'setContact', show: 'topics', change: { topics: null } });
    return asked({ do: 'turnTopic', tag: value });
  }
  if (value === '') return asked({ do: 'readContact', show: 'hours' });
  if (what === 'week')
    return asked({ do: 'setContact', show: 'often', change: { perWeek: WEEKS[chosen] ?? null } });
  const [hoursFrom = null, hoursTo = null] = HOURS[chosen] ?? [];
  return asked({ do: 'setContact', show: 'often', change: { hoursFrom, hoursTo } });
}

/** `2 на тиждень, 09:00–12:00, лише Кава`; null: nothing was asked for. */
export function wishesOf(
  { perWeek, topics, hoursFrom, hoursTo }: MemberContact,
  language: Language,
): string | null {
  const wishes = [
    ...(perWeek === null ? [] : [label(language, 'contact.week', { count: perWeek })]),
    ...(hoursFrom === null ? [] : [`${hoursFrom}–${hoursTo}`]),
    ...(topics === null ? [] : [label(language, 'contact.only', { topics: topics.join(', ') })]),
  ];
  return wishes.length > 0 ? wishes.join(', ') : null;
}

function askOften({ contact: has }: Read, language: Language): Say {
  const weeks = WEEKS.map((perWeek, index) =>
    choice(
      perWeek === null
        ? label(language, 'contact.usual')
        : label(language, 'contact.week', { count: perWeek }),
      { chosen: has.perWeek === perWeek, action: `contact.week:${index}` },
    ),
  );
  const wishes = wishesOf(has, language);
  const now =
    wishes === null ? words(language, 'contact.noWishes') : words(language, 'contact.now', { wishes });
  return {
    text: `${words(language, 'contact.askOften')}\n${now}`,
    buttons: [
      weeks.slice(0, 2),
      weeks.slice(2),
      [
        { label: label(language, 'contact.hoursButton'), action: 'contact.hours' },
        { label: label(language, 'contact.topicsButton'), action: 'contact.topics' },
      ],
      [back(language, 'settings')],
    ],
    inPlace: true,
  };
}

function askHours({ contact: has }: Read, language: Language): Say {
  const buttons = HOURS.map((hours, index) =>
    choice(hours === null ? label(language, 'contact.anyTime') : hours.join('–'), {
      chosen: has.hoursFrom === (hours?.[0] ?? null),
      action: `contact.hours:${index}`,
    }),
  );
  return {
    text: words(language, 'contact.askHours'),
    buttons: [buttons.slice(0, 2), buttons.slice(2), [back(language, 'contact')]],
    inPlace: true,
  };
}

function askTopics({ contact: has, topics }: Read, language: Language): Say {
  const buttons = topics.map(({ topic, tag }) =>
    choice(topic, { chosen: has.topics?.includes(topic) ?? false, action: `contact.topic:${tag}` }),
  );
  const rows = Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(row * 2, row * 2 + 2),
  );
  const all = choice(label(language, 'contact.everything'), {
    chosen: has.topics === null,
    action: 'contact.topic:all',
  });
  return {
    text: words(language, 'contact.askTopics'),
    buttons: [[all], ...rows, [back(language, 'contact')]],
    inPlace: true,
  };
}

function choice(text: string, { chosen, action }: { chosen: boolean; action: string }): Button {
  return { label: chosen ? `✅ ${text}` : text, action };
}

function back(language: Language, action: string): Button {
  return { label: label(language, 'contact.back'), action };
}
