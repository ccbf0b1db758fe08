/** The structured sections of an integration-test spec. */
export interface IntegrationSections {
  readonly description: string | null;
}
