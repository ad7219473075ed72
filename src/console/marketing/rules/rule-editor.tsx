import { Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Page, Sheet } from '../../parts/page.tsx';
import { FIRST_BASKET } from './basket-draft.ts';
import { PublishConfirmation } from './publish-confirmation.tsx';
import { ReplayPanel } from './replay-panel.tsx';
import { RuleActions } from './rule-actions.tsx';
import { RuleBuilder } from './rule-builder.tsx';
import { RuleChangedNote } from './rule-changed-note.tsx';
import { draftOf, emptyForm, type RuleDraft, startingParams } from './rule-draft.ts';
import css from './rule-editor.module.css';
import { RuleFacts } from './rule-facts.tsx';
import { toForm } from './rule-form.ts';
import { useRuleName } from './rule-name.ts';
import { RuleNames } from './rule-names.tsx';
import { useRuleWords } from './rule-words.ts';
import { SentenceCard } from './sentence-card.tsx';
import { TemplateForm } from './template-form.tsx';
import { TestBasket } from './test-basket.tsx';
import { useRuleCheck } from './use-rule-check.ts';
import { useRuleDraft } from './use-rule-draft.ts';
import { VersionList } from './version-list.tsx';

const TABS = ['rule', 'test', 'replay', 'history'] as const;

/** A rule while it is worked on: its parts beside its sentence, a basket to try it on, past receipts, its history. */
export function RuleEditor({
  rule,
  template,
  onCreated,
  onReplaced,
}: {
  rule: RuleTold | null;
  /** With which template a new rule begins; `none`: from scratch. */
  template: string | null;
  onCreated: (ruleId: string) => void;
  /** Hears that the stored rule is another than the one on the screen, so that it has to be drawn anew. */
  onReplaced: () => void;
}) {
  const { t } = useTranslation();
  const nameOf = useRuleName();
  const [search, setSearch] = useSearchParams();
  const { currencies } = useRuleWords();
  const first = useFirstDraft(rule, template);
  const saving = useRuleDraft(rule, first, onCreated);
  const { draft, setDraft, content, save, keepRule, failure, complete, isSaved } = saving;
  const {
    checked,
    failure: checkFailure,
    isFresh,
  } = useRuleCheck(content, {
    ruleId: rule?.ruleId ?? null,
    name: draft.name,
  });
  const [publishing, setPublishing] = useState(false);
  const [basket, setBasket] = useState(FIRST_BASKET);
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'rule';
  const built = isFresh ? checked?.definition : null;
  const ended = rule?.status === 'ended';
  const ready = complete && checked !== null && checked.problem === null;
  const changed = !rule || rule.status === 'draft' || !isSaved || rule.hasDraft;
  const asLaunched = rule !== null && rule.version !== null && !rule.hasDraft;
  const askToPublish = () => void save().then((next) => setPublishing(next !== null));
  const replaced = (next: RuleTold) => {
    saving.replaceRule(next);
    setSearch((params) => withTab(params, null));
    onReplaced();
  };
  return (
    <Page
      title={nameOf(draft.name.trim()) || t('rules.new')}
      actions={
        <RuleActions
          rule={rule}
          ready={ready}
          changed={changed}
          save={save}
          onPublish={askToPublish}
          onChanged={keepRule}
          onReplaced={replaced}
          onStale={saving.lookAgain}
        />
      }
    >
      <div className={css.columns}>
        <Tabs
          className={css.main}
          value={tab}
          onChange={(next) => setSearch((params) => withTab(params, next), { replace: true })}
          keepMounted={false}
        >
          <Tabs.List className={css.tabs} aria-label={t('rules.tab.label')}>
            {TABS.map((one) => (
              <Tabs.Tab key={one} value={one} disabled={one !== 'rule' && one !== 'test' && rule === null}>
                {t(`rules.tab.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {rule && saving.isBehind && (
            <RuleChangedNote
              rule={rule}
              onLoad={onReplaced}
              isSaved={isSaved}
              onKeepMine={complete && rule.status !== 'ended' ? saving.saveMine : undefined}
            />
          )}
          <FailureNote failure={failure ?? checkFailure} onRetry={() => void save()} />
          <Tabs.Panel value="rule" className={css.main}>
            <fieldset className={css.bare} disabled={ended}>
              <Sheet>
                <TextInput
                  label={t('rules.name')}
                  description={t('rules.nameHint')}
                  value={draft.name}
                  maxLength={100}
                  onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
                />
                <RuleNames draft={draft} onChange={(names) => setDraft({ ...draft, names })} />
              </Sheet>
              {draft.template ? (
                <TemplateForm
                  template={draft.template}
                  onChange={(params) =>
                    setDraft({ ...draft, template: draft.template && { ...draft.template, params } })
                  }
                  onBuild={
                    built
                      ? () =>
                          setDraft({
                            ...draft,
                            template: null,
                            form: toForm(built, currencies[0]?.currency ?? 'points'),
                          })
                      : undefined
                  }
                />
              ) : (
                <RuleBuilder form={draft.form} onChange={(form) => setDraft({ ...draft, form })} />
              )}
            </fieldset>
          </Tabs.Panel>
          <Tabs.Panel value="test">
            <TestBasket
              definition={checked?.problem === null ? checked.definition : null}
              ruleId={rule?.ruleId ?? null}
              name={draft.name}
              basket={basket}
              onChange={setBasket}
            />
          </Tabs.Panel>
          <Tabs.Panel value="replay">
            {rule && (
              <ReplayPanel
                ruleId={rule.ruleId}
                save={save}
                onLaunch={!ended && ready && changed ? askToPublish : undefined}
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="history">
            {rule && <VersionList rule={rule} onReturned={replaced} onStale={saving.lookAgain} />}
          </Tabs.Panel>
        </Tabs>
        <aside className={css.side}>
          <SentenceCard
            checked={checked}
            incomplete={content === null}
            state={stateOf({
              complete,
              wrong: (checked?.problem ?? null) !== null,
              isBehind: saving.isBehind,
              isSaved,
              asLaunched,
            })}
          />
          {rule && <RuleFacts rule={rule} />}
        </aside>
      </div>
      {rule && (
        <PublishConfirmation
          rule={rule}
          checked={checked}
          opened={publishing}
          onPublished={keepRule}
          onStale={saving.lookAgain}
          onClose={() => setPublishing(false)}
        />
      )}
    </Page>
  );
}

function stateOf(is: {
  complete: boolean;
  wrong: boolean;
  isBehind: boolean;
  isSaved: boolean;
  asLaunched: boolean;
}): Parameters<typeof SentenceCard>[0]['state'] {
  if (is.isBehind && !is.isSaved) return 'behind';
  if (!is.complete) return 'incomplete';
  if (!is.isSaved) return is.wrong ? 'wrong' : 'saving';
  return is.asLaunched ? 'asLaunched' : 'saved';
}

/** What the editor begins with; only its first answer is used. */
function useFirstDraft(rule: RuleTold | null, template: string | null): RuleDraft {
  const { t } = useTranslation();
  const { builder, currencies } = useRuleWords();
  const currency = currencies[0]?.currency ?? 'points';
  if (rule) return draftOf(rule, currency);
  const told = builder.templates.find(({ key }) => key === template);
  if (!told) return { name: '', names: {}, template: null, form: emptyForm(currency) };
  return {
    name: t(`rules.template.${told.key}.title`, { defaultValue: told.key }),
    names: {},
    template: { key: told.key, params: startingParams(told, currencies) },
    form: emptyForm(currency),
  };
}

function withTab(params: URLSearchParams, tab: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (tab === null || tab === 'rule') next.delete('tab');
  else next.set('tab', tab);
  return next;
}
