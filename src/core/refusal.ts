// The one error that the business throws. A throw rolls the transaction back, so a refused operation leaves nothing
// half done. Every code has its sentence in locales/*/refusals.json and its HTTP status in one exhaustive table.
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import type { Problem } from '#src/lib/problem.ts';

export const REFUSAL_CODES = [
  'invalid_input',
  'not_found',
  'forbidden',
  'too_many_attempts',
  // people and cards
  'phone_not_valid',
  'phone_not_mobile',
  'name_not_valid',
  'card_not_found',
  'card_blocked',
  'card_of_another',
  'code_expired',
  'live_code_expired',
  'live_code_used',
  'live_code_forged',
  'card_page_closed',
  'member_not_found',
  'member_erased',
  'already_member',
  'terms_changed',
  'phone_in_dispute',
  'waits_for_proof',
  'birthday_not_valid',
  'birthday_settled',
  // quests
  'quest_not_found',
  'win_not_found',
  'quest_changed',
  'quest_state',
  'quest_over',
  'quest_begun',
  'quest_not_joined',
  'quest_not_open',
  'quest_paused',
  'quest_closed_now',
  'quest_not_for_you',
  'quest_for_members',
  'quest_task_gone',
  'quest_task_locked',
  'quest_task_done',
  'quest_task_lost',
  'quest_task_waiting',
  'quest_task_early',
  'quest_answer_unfit',
  'quest_no_hint',
  'quest_no_skip',
  'player_not_found',
  'review_not_found',
  'score_too_low',
  'game_closed',
  'game_not_played',
  'check_not_found',
  'check_settled',
  'quest_team_gone',
  'quest_team_taken',
  'quest_team_closed',
  // points and receipts
  'amount_not_valid',
  'insufficient_points',
  'burn_above_maximum',
  'burn_waits',
  'burn_needs_confirmation',
  'burn_refused_by_member',
  'burn_request_expired',
  'burn_request_settled',
  'member_not_reachable',
  'receipt_differs',
  'key_reused',
  'receipt_in_future',
  'receipt_too_old',
  'receipt_not_found',
  'return_differs',
  'already_returned',
  'line_not_found',
  'return_above_bought',
  'quote_stale',
  'payments_differ',
  'receipt_closed',
  'undo_too_late',
  'undo_points_spent',
  'undo_not_yours',
  'receipt_undone',
  'rating_settled',
  'return_other_store',
  'claim_not_found',
  'claim_used',
  'claim_expired',
  'external_id_taken',
  'store_closed',
  'till_not_found',
  // points: currencies, holds, gifts, adjustments, merges
  'currency_not_found',
  'currency_closed',
  'currency_taken',
  'currency_not_valid',
  'tier_in_use',
  'tiers_changed',
  'hold_not_found',
  'hold_settled',
  'hold_of_receipt',
  'gift_not_found',
  'gift_settled',
  'gift_to_oneself',
  'gift_day_limit',
  'adjustment_not_found',
  'adjustment_settled',
  'needs_another_person',
  'merge_not_found',
  'merge_undone',
  'merge_too_old',
  'merge_with_itself',
  // rewards and friends
  'reward_not_found',
  'reward_sold_out',
  'reward_limit',
  'reward_changed',
  'reward_store_needed',
  'reward_other_store',
  'reward_stock_short',
  'order_not_found',
  'order_settled',
  'order_not_ready',
  'order_late',
  'undo_over',
  'invite_not_found',
  'invite_own',
  'invite_for_new',
  'invite_known',
  // rules
  'rule_not_valid',
  'rule_changed',
  'rule_state',
  'rule_same',
  'rule_budget_too_small',
  'replay_needs_receipts',
  'replay_running',
  // pictures, imports, webhooks, partners
  'picture_not_valid',
  'picture_too_large',
  'picture_size',
  'import_state',
  'import_columns',
  'import_file',
  'webhook_url',
  'webhook_taken',
  'webhook_limit',
  'webhook_silent',
  'partner_not_found',
  'partner_name_taken',
  'partner_owner',
  'partner_suspended',
  'partner_currency',
  'partner_scope',
  'key_cap_missing',
  'not_for_partners',
  'issuing_cap',
  'points_not_found',
  'points_above_left',
  // offers
  'offer_changed',
  'offer_state',
  'offer_same',
  'offer_stock_below_taken',
  'offer_not_live',
  'offer_ended',
  'offer_gone',
  'offer_limit',
  'offer_not_for_you',
  'coupon_not_found',
  'coupon_used',
  'coupon_of_another',
  'coupon_expired',
  'coupon_usable',
  'coupon_elsewhere',
  // segments
  'segment_not_found',
  'segment_in_itself',
  'segment_changed',
  'segment_is_list',
  'segment_not_list',
  'segment_too_deep',
  // campaigns
  'campaign_changed',
  'campaign_state',
  'campaign_over',
  'text_missing',
  'text_too_long',
  'nobody_to_write_to',
  'audience_changed',
  'repair_under_way',
  'nobody_to_repair',
  'not_reachable_yourself',
  // challenges
  'challenge_not_found',
  'challenge_changed',
  'challenge_state',
  'challenge_fixed',
  'challenge_over',
  'challenge_paused',
  'challenge_too_late',
  // staff and keys
  'sign_in_failed',
  'not_signed_in',
  'api_key_not_valid',
  'login_taken',
  'last_admin',
  'second_factor_wrong',
  'second_factor_restart',
  'second_factor_on',
  'second_factor_off',
  'scope_missing',
  'api_key_revoked',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What the sentence of a refusal needs: numbers and short words, never personal data. */
export type RefusalDetails = Record<string, string | number>;

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  /** Of what was filled in wrongly: each field, and why. */
  readonly problems: readonly Problem[];

  constructor(code: RefusalCode, details: RefusalDetails = {}, problems: readonly Problem[] = []) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
    this.problems = problems;
  }
}

/** Refusal invalid_input {field, problem} for one field. */
export function invalidField(field: string, problem: ProblemKey, values: Values = {}): Refusal {
  return invalidFields([{ field, problem, values }]);
}

/** Refusal invalid_input {field, problem}, told of the first one; the others come along. */
export function invalidFields(problems: readonly Problem[]): Refusal {
  const [first] = problems;
  return new Refusal('invalid_input', first && { field: first.field, problem: first.problem }, problems);
}
