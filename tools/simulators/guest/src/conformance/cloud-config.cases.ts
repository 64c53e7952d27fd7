/** A cloud-config, and whether cloud-init's schema takes it. */
export interface CloudConfigCase {
  readonly name: string;
  readonly text: string;
  readonly accepted: boolean;
  /** Where the simulation thinks otherwise: why. */
  readonly simulated?: { readonly accepted: boolean; readonly because: string };
}

const config = (text: string): string => `#cloud-config\n${text}\n`;
const good = (name: string, text: string): CloudConfigCase => ({ name, text: config(text), accepted: true });
const bad = (name: string, text: string): CloudConfigCase => ({ name, text: config(text), accepted: false });

const NOT_PLAYED = 'what the simulation does not play it does not look into';
const LENIENT = { accepted: true, because: NOT_PLAYED };

export const cloudConfigCases: readonly CloudConfigCase[] = [
  good('files and commands', 'write_files: [{path: /a, content: x, permissions: "0640", owner: "root:root"}]\nruncmd: [echo a, [echo, b]]\nbootcmd: [echo c]'),
  bad('permissions that are a number', 'write_files: [{path: /a, permissions: 640}]'),
  bad('permissions that YAML reads as an octal number', 'write_files: [{path: /a, permissions: 0640}]'),
  bad('a file without a path', 'write_files: [{content: x}]'),
  bad('an unknown field of a file', 'write_files: [{path: /a, mode: "0640"}]'),
  bad('files that are no list', 'write_files: {path: /a}'),
  bad('an empty list of files', 'write_files: []'),
  bad('content that is a number', 'write_files: [{path: /a, content: 5}]'),
  bad('an unknown encoding', 'write_files: [{path: /a, encoding: rot13}]'),
  good('base64', 'write_files: [{path: /a, encoding: base64, content: eA==}]'),
  bad('append that is text', 'write_files: [{path: /a, append: "yes"}]'),
  good('append that YAML 1.1 reads as true', 'write_files: [{path: /a, append: yes}]'),
  bad('commands that are text', 'runcmd: echo a'),
  bad('a command that is a mapping', 'runcmd: [{echo: a}]'),
  bad('a command that is a number', 'runcmd: [5]'),
  bad('an empty list of commands', 'runcmd: []'),
  bad('an empty list of boot commands', 'bootcmd: []'),
  {
    ...good('a typo in the name of a module', 'run_cmd: [echo a]'),
    simulated: { accepted: false, because: 'the schema of cloud-init 22.4 says nothing of names that it does not know, and the node would stay down without a word' },
  },
  bad('what is no mapping', '[a, b]'),
  bad('malformed YAML', 'runcmd: [a'),
  bad('a tab for indentation', 'write_files:\n\t- path: /a'),
  { name: 'a wrong first line', text: 'runcmd: [a]\n', accepted: false },
  good('users', 'users: [{name: u, sudo: "ALL=(ALL) NOPASSWD:ALL", ssh_authorized_keys: [k]}, default]'),
  { ...bad('an unknown field of a user', 'users: [{name: u, home: /x}]'), simulated: LENIENT },
  { ...bad('NTP servers that are text', 'ntp: {servers: a}'), simulated: LENIENT },
  { ...bad('mounts that are text', 'mounts: /data'), simulated: LENIENT },
  {
    ...bad('the number of a partition', 'fs_setup: [{device: /dev/sdb, filesystem: ext4, partition: 1}]'),
    simulated: { accepted: true, because: 'it is what the module documents and takes; the schema of cloud-init 22.4 contradicts its own text, and at boot its word is a warning' },
  },
  {
    ...bad('a partition type that is no decimal number', 'disk_setup: {/dev/sdb: {layout: [[100, 8e]]}}'),
    simulated: { accepted: true, because: 'as before' },
  },
];
