/** Serves aedes: `start-mqtt-broker <path of the package> --port <port>`. */
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';

/** As much of aedes as is used here. */
interface Aedes {
  readonly Aedes: {
    createBroker(): Promise<{ readonly handle: Parameters<typeof createServer>[1] }>;
  };
}

const [, , path = '', , port = ''] = process.argv;
const { Aedes } = (await import(pathToFileURL(path).href)) as Aedes;
const broker = await Aedes.createBroker();
createServer(broker.handle).listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`aedes listens on 127.0.0.1:${port}\n`);
});
