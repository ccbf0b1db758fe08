/** An image's name, taken apart. */
export interface ImageName {
  /** Without the registry and without `library/`: `redis`, `bitnami/redis`. */
  readonly repository: string;
  /** Empty when the image has none. */
  readonly tag: string;
}

/** Reads `registry.example:5000/bitnami/redis:7.2@sha256:…`; the registry says only where it is loaded from. */
export function readImageName(image: string): ImageName {
  const [name = ''] = image.split('@');
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const path = (hasTag ? name.slice(0, colon) : name).split('/');
  const [first = ''] = path;
  const isRegistry = path.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const repository = (isRegistry ? path.slice(1) : path).join('/');
  return {
    // Mirrors of Docker's official images: `docker.io/library/redis`, `public.ecr.aws/docker/library/redis`.
    repository: repository.replace(/^(?:docker\/)?library\//, ''),
    tag: hasTag ? name.slice(colon + 1) : '',
  };
}
