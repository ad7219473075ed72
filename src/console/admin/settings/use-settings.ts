import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { type Programme, programmeRoutes } from '#src/contract/programme.ts';
import { useWriting } from '../../api/api-queries.ts';
import { keepSession } from '../../session/session-query.ts';
import { useEdits } from './use-edits.ts';

export interface Settings<F extends keyof Programme> {
  next: Pick<Programme, F>;
  set: (part: Partial<Pick<Programme, F>>) => void;
  untouched: boolean;
  saving: boolean;
  saved: boolean;
  failure: Error | null;
  submit: (event: SubmitEvent) => void;
}

/** The settings of one form. Only what was changed is sent: two people at two forms do not undo each other's work. */
export function useSettings<F extends keyof Omit<Programme, 'moneyCurrency'>>(
  programme: Programme,
  fields: readonly F[],
): Settings<F> {
  const cache = useQueryClient();
  const { next, set, changed, untouched, drop } = useEdits(pick(programme, fields));
  const change = useWriting(programmeRoutes.changeProgramme, { stale: [programmeRoutes.readProgramme] });
  return {
    next,
    set,
    untouched,
    saving: change.isPending,
    saved: change.isSuccess,
    failure: change.error,
    submit: (event) => {
      event.preventDefault();
      change.mutate(
        { body: changed },
        {
          onSuccess: (saved) => {
            wear(cache, saved);
            drop();
          },
        },
      );
    },
  };
}

function pick<F extends keyof Programme>(programme: Programme, fields: readonly F[]): Pick<Programme, F> {
  return Object.fromEntries(fields.map((field) => [field, programme[field]])) as Pick<Programme, F>;
}

/** The shop around every screen is the saved one at once; the server may go on telling the old one for a few seconds. */
function wear(cache: QueryClient, saved: Programme): void {
  void keepSession(cache, (me) => {
    const { brandColour, accentColour, pointValueMinor, timeZone } = saved;
    return (
      me && {
        ...me,
        shop: { ...me.shop, name: saved.shopName, brandColour, accentColour, pointValueMinor, timeZone },
      }
    );
  });
}
