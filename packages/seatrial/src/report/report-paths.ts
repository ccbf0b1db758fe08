/** Where the rest of a run can be read. */
export interface ReportPaths {
  /** The run folder as a reader would open it, without a slash at the end. */
  readonly runFolder: string;
  /** `file:` URL of the same folder, for terminals that can follow links. */
  readonly runFolderUrl?: string;
}
