import type { ResetWish } from '../../project/test-data.ts';
import type { Shape } from './shape.ts';
import { flag, listOf, mapped, text } from './shape.ts';
import { SERVICE_KEY } from './terms.ts';

const service = mapped(
  text({ title: SERVICE_KEY.words, pattern: SERVICE_KEY.pattern }),
  (name, node, reader) => ({ service: name, source: reader.position(node.at) }),
);
const services = listOf(service, { title: 'a list of services', atLeast: 1 });
const all = flag('true, false or a list of services');

/** `reset: true`, `reset: false`, `reset: [db, cache]`. */
export const resetShape: Shape<ResetWish> = {
  schema: { oneOf: [all.schema, services.schema] },
  read: (node, reader) => {
    if (node.kind === 'list') {
      const named = services.read(node, reader);
      return named === undefined ? undefined : { form: 'services', services: named };
    }
    const wanted = all.read(node, reader);
    return wanted === undefined ? undefined : { form: wanted ? 'all' : 'none' };
  },
};
