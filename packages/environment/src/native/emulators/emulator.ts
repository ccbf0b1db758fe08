/** A program of npm that speaks the protocol of a product, and is not the product. */
export interface Emulator {
  /** The npm package, looked for in the project and then beside us. */
  readonly package: string;
  /** What it is, for people. */
  readonly description: string;
  /** Repositories of the images it can stand for. */
  readonly images: readonly string[];
  /** The container ports it serves. */
  readonly ports: readonly number[];
  /** Our program that starts it, beside this file, without its extension. */
  readonly starter: string;
  /** Folders and variables of the image that it does not know. */
  readonly ignores: { readonly volumes?: RegExp; readonly variables?: RegExp };
}

/** Emulators that are known; a new one is a starter beside this file and an entry here. */
export const EMULATORS: readonly Emulator[] = [
  {
    package: 'aedes',
    description: 'MQTT broker in JavaScript',
    images: ['eclipse-mosquitto', 'toke/mosquitto', 'emqx', 'emqx/emqx', 'hivemq/hivemq-ce'],
    ports: [1883],
    starter: 'start-mqtt-broker',
    ignores: {
      volumes: /^\/(?:mosquitto\/config|opt\/emqx\/etc|opt\/hivemq)/,
      variables: /^EMQX_/,
    },
  },
  {
    package: 'smtp-server',
    description: 'SMTP server in JavaScript, without the web interface and its API',
    images: [
      'axllent/mailpit',
      'mailhog/mailhog',
      'maildev/maildev',
      'djfarrelly/maildev',
      'rnwood/smtp4dev',
    ],
    ports: [1025],
    starter: 'start-smtp-server',
    ignores: { variables: /^(?:MP|MH|MAILDEV)_/ },
  },
];
