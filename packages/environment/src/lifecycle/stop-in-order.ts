import type { ComposeService } from '../compose/model.ts';

/** Stops services in reverse dependency order, those that nobody waits for at the same time; answers by service. */
export async function stopInOrder<Answer>(
  services: readonly ComposeService[],
  stop: (service: string) => Promise<Answer>,
): Promise<Map<string, Answer>> {
  const stops = new Map<string, Promise<Answer>>();
  const stopOne = (name: string): Promise<Answer> => {
    const known = stops.get(name);
    if (known !== undefined) return known;
    const dependents = services.filter(({ dependsOn }) => dependsOn.has(name));
    const stopping = Promise.all(dependents.map((dependent) => stopOne(dependent.name))).then(() =>
      stop(name),
    );
    stops.set(name, stopping);
    return stopping;
  };
  await Promise.all(services.map(({ name }) => stopOne(name)));
  const answers = new Map<string, Answer>();
  for (const [name, stopping] of stops) answers.set(name, await stopping);
  return answers;
}
