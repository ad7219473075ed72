// The settings of a member: whether offers come, how often, at which hours and about what. What a scene asks for and hears back.
import type { MemberContact } from '#src/core/contacts/member-contact.ts';
import type { MessengerName } from '#src/core/deliveries/messenger.ts';

export type ContactQuestion = 'often' | 'hours' | 'topics';

/** `show`: which of the three is asked next. */
export type ContactCommand =
  | { do: 'readSettings' }
  | { do: 'setOffers'; given: boolean }
  | { do: 'readContact'; show: ContactQuestion }
  | { do: 'setContact'; show: ContactQuestion; change: Partial<MemberContact> }
  | { do: 'turnTopic'; tag: string };

export type ContactOutcome =
  | {
      kind: 'did';
      did: 'readSettings';
      messengers: MessengerName[];
      phoneProven: boolean;
      contact: MemberContact;
    }
  | { kind: 'did'; did: 'setOffers'; given: boolean }
  | {
      kind: 'did';
      did: 'readContact';
      show: ContactQuestion;
      contact: MemberContact;
      /** `tag`: stands for it in an action. */
      topics: { topic: string; tag: string }[];
    };
