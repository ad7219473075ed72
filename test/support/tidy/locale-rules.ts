// The three languages say the same: the same files, keys and variables, and every plural form their language has.

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** A file of locales as a flat list: `receipt.head` -> its sentence. */
export type Sentences = Map<string, string>;

export function flatten(value: unknown, path = ''): Sentences {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is not a sentence`);
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [...flatten(child, path ? `${path}.${key}` : key)]),
  );
}

/** What one language lacks or has too much beside the first. */
export function compareLanguages(file: string, languages: Record<string, Sentences>): string[] {
  const [first, ...others] = Object.keys(languages);
  if (first === undefined) return [];
  const said = new Map(
    Object.entries(languages).map(([language, sentences]) => [language, byKey(sentences)]),
  );
  const model = said.get(first) ?? new Map();
  return others.flatMap((language) => {
    const own = said.get(language) ?? new Map();
    const missing = [...model.keys()].filter((key) => !own.has(key));
    const extra = [...own.keys()].filter((key) => !model.has(key));
    const differing = [...model].filter(
      ([key, forms]) => own.has(key) && variables(forms) !== variables(own.get(key)),
    );
    return [
      ...missing.map((key) => `${language}/${file} lacks ${key}: translate it`),
      ...extra.map(
        (key) => `${first}/${file} lacks ${key} that ${language} has: translate it or take it out`,
      ),
      ...differing.map(
        ([key, forms]) =>
          `${language}/${file} ${key} has ${variables(own.get(key))} where ${first} has ${variables(forms)}: use the same variables`,
      ),
    ];
  });
}

/** Empty sentences and missing plural forms of one language. */
export function checkSentences(language: string, file: string, sentences: Sentences): string[] {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const plurals = Map.groupBy(
    [...sentences.keys()].filter((key) => PLURAL.test(key)),
    (key) => key.replace(PLURAL, ''),
  );
  const forms = [...plurals].flatMap(([key, has]) => {
    const lacking = needed.filter((form) => !has.includes(`${key}_${form}`));
    const foreign = has.filter((form) => !needed.some((known) => form === `${key}_${known}`));
    return [
      ...lacking.map(
        (form) => `${language}/${file} lacks ${key}_${form}: ${language} has ${needed.join(', ')}`,
      ),
      ...foreign.map(
        (form) => `${language}/${file} has ${form}, a form that ${language} does not have: take it out`,
      ),
    ];
  });
  const empty = [...sentences].filter(([, sentence]) => sentence.trim() === '');
  return [...forms, ...empty.map(([key]) => `${language}/${file} ${key} is empty: write the sentence`)];
}

/** The keys without their plural endings. */
export function byKey(sentences: Sentences): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const [key, sentence] of sentences) {
    const bare = key.replace(PLURAL, '');
    keys.set(bare, [...(keys.get(bare) ?? []), sentence]);
  }
  return keys;
}

// All forms together: the form for one may leave its number out.
function variables(forms: string[] = []): string {
  const names = forms.flatMap((form) =>
    [...form.matchAll(/\{\{-?\s*(\w+)/g)].map((match) => `{{${match[1]}}}`),
  );
  return [...new Set(names)].sort().join(' ') || 'no variables';
}
