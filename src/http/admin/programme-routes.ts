// The programme's settings, its tiers and its kinds of points.
import type { FastifyInstance } from 'fastify';
import {
  type Currency as CurrencyAnswer,
  type Programme as ProgrammeAnswer,
  programmeRoutes,
  type TierRow,
} from '#src/contract/programme.ts';
import { countByTier } from '#src/core/members/count-by-tier.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { changeCurrency, closeCurrency, createCurrency } from '#src/core/stores/change-currency.ts';
import { changeProgramme } from '#src/core/stores/change-programme.ts';
import { changeTiers, versionOfTiers } from '#src/core/stores/change-tiers.ts';
import { type Currency, listCurrencies } from '#src/core/stores/list-currencies.ts';
import { listTiers, type Programme, readProgramme, type Tier } from '#src/core/stores/read-programme.ts';
import { type Reader, type Tx, transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { describeCurrency } from './currency-shown.ts';

export function serveProgramme(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db } = database;

  serve(app, programmeRoutes.readProgramme, async () => describeProgramme(await readProgramme(db)));

  serve(app, programmeRoutes.changeProgramme, async ({ body, request }) => {
    const { pointValueMinor, welcomePoints, adjustmentLimit, giftDayLimit, ...rest } = body;
    const at = clock.now();
    const changed = await transaction(db, async (tx) => {
      const change = {
        ...rest,
        pointValueMinor: whole(pointValueMinor),
        welcomePoints: whole(welcomePoints),
        adjustmentLimit: whole(adjustmentLimit),
        giftDayLimit: whole(giftDayLimit),
      };
      const programme = await changeProgramme(tx, change, at);
      const detail = { fields: Object.keys(body) };
      const actor = signedIn(request).staffId;
      await recordAudit(tx, { actor, action: 'programme.change', subject: 'programme', detail, at });
      return programme;
    });
    return describeProgramme(changed);
  });

  serve(app, programmeRoutes.listTiers, async () => describeTiers(db, await listTiers(db)));

  serve(app, programmeRoutes.changeTiers, async ({ body, request }) => {
    const wanted = body.tiers.map((each) => ({ ...each, from: BigInt(each.from) }));
    const actor = signedIn(request).staffId;
    const at = clock.now();
    const detail = { tiers: wanted.map((each) => `${each.tierKey} ${each.from} ${each.earnBp}`) };
    const tiers = await transaction(db, async (tx) => {
      await recordAudit(tx, { actor, action: 'tiers.change', subject: 'tiers', detail, at });
      return await changeTiers(tx, wanted, { version: body.version, at });
    });
    return await describeTiers(db, tiers);
  });

  /** Does the work and notes who did it, both or neither. */
  const audited = (
    { actor, action }: { actor: string; action: string },
    work: (tx: Tx, at: Date) => Promise<Currency>,
  ): Promise<CurrencyAnswer> =>
    transaction(db, async (tx) => {
      const at = clock.now();
      const currency = await work(tx, at);
      await recordAudit(tx, { actor, action, subject: currency.currency, at });
      return describeCurrency(currency);
    });

  serve(app, programmeRoutes.listCurrencies, async () => ({
    currencies: (await listCurrencies(db)).map(describeCurrency),
  }));

  serve(app, programmeRoutes.createCurrency, ({ body, request }) =>
    audited({ actor: signedIn(request).staffId, action: 'currency.create' }, (tx) =>
      createCurrency(tx, { ...body, ...capsOf(body) }),
    ),
  );

  serve(app, programmeRoutes.changeCurrency, ({ params, body, request }) =>
    audited({ actor: signedIn(request).staffId, action: 'currency.change' }, (tx, at) =>
      changeCurrency(tx, params.currency, { ...body, ...capsOf(body), at }),
    ),
  );

  for (const [told, closed] of [
    [programmeRoutes.closeCurrency, true],
    [programmeRoutes.openCurrency, false],
  ] as const) {
    serve(app, told, ({ params, request }) =>
      audited(
        { actor: signedIn(request).staffId, action: closed ? 'currency.close' : 'currency.open' },
        (tx, at) => closeCurrency(tx, params.currency, { closed, at }),
      ),
    );
  }
}

function whole(value: number | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(value);
}

type Caps = Record<'capReceipt' | 'capDay' | 'capBalance', number | null>;

function capsOf(body: Partial<Caps>): Record<keyof Caps, bigint | null | undefined> {
  const cap = (value: number | null | undefined) =>
    value === undefined || value === null ? value : BigInt(value);
  return { capReceipt: cap(body.capReceipt), capDay: cap(body.capDay), capBalance: cap(body.capBalance) };
}

function describeProgramme(row: Programme): ProgrammeAnswer {
  const { programmeId: _id, tierCountingSince: _since, tierCountedTo: _to, ...programme } = row;
  return {
    ...programme,
    pointValueMinor: Number(programme.pointValueMinor),
    welcomePoints: Number(programme.welcomePoints),
    adjustmentLimit: Number(programme.adjustmentLimit),
    giftDayLimit: Number(programme.giftDayLimit),
  };
}

async function describeTiers(db: Reader, tiers: Tier[]): Promise<{ version: string; tiers: TierRow[] }> {
  const members = await countByTier(db);
  const rows = tiers.map(({ tierKey, fromTurnoverMinor, earnBp, benefits }) => ({
    tierKey,
    from: Number(fromTurnoverMinor),
    earnBp,
    benefits: { uk: [], ru: [], en: [], ...(benefits as Partial<TierRow['benefits']>) },
    members: members.get(tierKey) ?? 0,
  }));
  return { version: versionOfTiers(tiers), tiers: rows };
}
