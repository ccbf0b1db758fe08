import type { ComposeHealthcheck, ComposeService } from '../../compose/model.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { PrepareContext } from '../launch-plan.ts';
import type { RewriteScope } from '../rewrite.ts';
import type { ConfigTree } from './config-tree.ts';
import type { FoundProgram } from './find-programs.ts';
import type { ImageName } from './image-name.ts';

/** A server that people run from an image, and how the same server is run from this machine: one row of the table. */
export interface Product {
  readonly name: string;
  /** Repositories without registry whose images are this product. */
  readonly images: readonly string[];
  /** Names of its server program, the best first. */
  readonly programs: readonly string[];
  /** Where the program may be besides PATH; one `*` stands for any name. */
  readonly folders?: readonly string[];
  /** npm packages that hold the program as `bin/<program>`. */
  readonly packages?: readonly string[];
  readonly versionArguments: readonly string[];
  /** Matches what the program says about itself, and nothing of another product; group 1 is the version. */
  readonly versionPattern: RegExp;
  /** What to install where the program is missing. */
  readonly install: string;
  /** Variables of the image; those that match and are not applied are a warning. */
  readonly variables?: RegExp;
  /** Whether the image's entrypoint takes a command that neither begins with a dash nor names the program. */
  readonly takesWords?: boolean;
  /** Name of a product that speaks the same protocol and may stand for this one, stamped as an emulator. */
  readonly relative?: string;
  readonly plan: (request: ProductRequest) => ProductPlan;
}

/** One service that asks for a product. */
export interface ProductRequest {
  readonly service: ComposeService;
  readonly image: ImageName;
  readonly program: FoundProgram;
  /** What the Compose file gives to the server; undefined when the image's own command applies. */
  readonly args: readonly string[] | undefined;
  /** The whole command as one text, for a look whether an option is given. */
  readonly commandText: string;
  readonly environment: ReadonlyMap<string, string>;
  /** A temporary folder of this service; gone when it is stopped. */
  readonly home: string;
  readonly isRoot: boolean;
  /** Reads the files that are mounted below these folders (or are these files) of the container. */
  readonly configs: (roots: readonly string[]) => ConfigTree;
}

/** How the product is run for a service, in the words of its container. */
export interface ProductPlan {
  /** Before the arguments of the Compose file, or instead of them when the image's own command applies. */
  readonly before?: readonly string[];
  /** After them: what tells the server its port and its folders. */
  readonly after?: readonly string[];
  /** Replaces the arguments of the Compose file. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Ports it listens on. */
  readonly ports: readonly number[];
  /** Those of its ports that it can be told; default: all. */
  readonly told?: readonly number[];
  /** Folders that the image keeps in volumes. */
  readonly volumes?: readonly string[];
  readonly configs?: ConfigTree;
  /** Where neighbours are named; default: the configuration files as they are. */
  readonly references?: readonly string[];
  /** Rewrites a mounted file; default: as arguments are. */
  readonly rewrite?: (text: string, scope: RewriteScope, container: string) => string;
  /** Commands that have to know the port of the server, by name, with what is put before their arguments. */
  readonly clients?: Readonly<Record<string, readonly string[]>>;
  /** Scripts of the image that healthchecks call, by name. */
  readonly tools?: Readonly<Record<string, string>>;
  readonly healthcheck?: ComposeHealthcheck;
  readonly stopSignal?: string;
  readonly prepare?: (context: PrepareContext) => Promise<void>;
  readonly sql?: string;
  /** Names of variables that are applied. */
  readonly applied?: readonly string[];
  readonly warnings?: readonly Diagnostic[];
}
