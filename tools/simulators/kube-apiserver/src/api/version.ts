const PARTS = /^v(\d+)\.(\d+)/;

/** `/version` for a release such as v1.36.3. */
export function versionInfo(gitVersion: string): object {
  const [, major = '1', minor = '0'] = PARTS.exec(gitVersion) ?? [];
  return {
    major, minor, emulationMajor: major, emulationMinor: minor,
    minCompatibilityMajor: major, minCompatibilityMinor: String(Math.max(0, Number(minor) - 1)),
    gitVersion, gitCommit: '', gitTreeState: 'clean', buildDate: '1970-01-01T00:00:00Z',
    goVersion: process.version, compiler: 'handoff', platform: `${process.platform}/${process.arch}`,
  };
}
