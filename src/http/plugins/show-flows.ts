// Puts the examples of the API into its description: told in order above everything, and as samples beside each call.
import { addressOf, type Flow, type FlowStep } from '#src/contract/examples/flow.ts';
import { FLOWS } from '#src/contract/examples/flows.ts';

/** The flows as text of the description: headings, what happens, what is sent and what comes back. */
export function tellFlows(): string {
  return FLOWS.map(({ title, says, steps }) =>
    [`## ${title}`, says, ...steps.map(tellStep)].join('\n\n'),
  ).join('\n\n');
}

function tellStep(step: FlowStep, place: number): string {
  const sent = [`${step.method} ${addressOf(step)}`, ...(step.body ? [shown(step.body)] : [])].join('\n');
  return [
    `**${place + 1}. ${step.says}**`,
    fenced('http', sent),
    `${step.status}:`,
    fenced('json', shown(step.answer)),
  ].join('\n\n');
}

/** A copy of the description with a sample of each step beside the operation that it calls. */
export function addSamples(described: object, publicUrl: string): object {
  const document: unknown = structuredClone(described);
  for (const flow of FLOWS)
    for (const step of flow.steps) {
      const path = step.route.replace(/:(\w+)/g, '{$1}');
      const operation = within(within(within(document, 'paths'), path), step.method.toLowerCase());
      if (!isRecord(operation)) continue;
      const samples = operation['x-codeSamples'];
      operation['x-codeSamples'] = [
        ...(Array.isArray(samples) ? samples : []),
        sampleOf(flow, step, publicUrl),
      ];
    }
  return isRecord(document) ? document : described;
}

function within(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function sampleOf({ title }: Flow, step: FlowStep, publicUrl: string) {
  const body = step.body ? ` \\\n  -H 'Content-Type: application/json' \\\n  -d '${shown(step.body)}'` : '';
  const source = `# ${step.says}\ncurl -X ${step.method} '${publicUrl}${addressOf(step)}' \\
  -H 'Authorization: Bearer kk_live_…'${body}

# ${step.status}
${shown(step.answer)}`;
  return { lang: 'Shell', label: `${title}: ${step.shows}`, source };
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function shown(value: object): string {
  return JSON.stringify(value, null, 2);
}
