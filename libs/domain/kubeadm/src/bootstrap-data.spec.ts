import { describe, expect, it } from '@jest/globals';
import type { KubeadmConfigSpec } from '@handoff/api';
import { parse, parseAllDocuments } from 'yaml';
import { bootstrapData, contentReferences, IgnitionNotSupportedError, InvalidFieldError, MissingCertificateError, MissingContentError } from './index.js';
import { certificates, facts, fullSpec, join } from './testing/fixtures.js';

interface Written {
  readonly path: string;
  readonly owner?: string;
  readonly permissions?: string;
  readonly encoding?: string;
  readonly append?: boolean;
  readonly content: string;
}

interface CloudInit {
  readonly write_files: readonly Written[];
  readonly [section: string]: unknown;
}

const read = (value: string): CloudInit => parse(value, { version: '1.1' }) as CloudInit;
const worker = (spec: KubeadmConfigSpec, contents?: (secret: string, key: string) => string | undefined): CloudInit =>
  read(bootstrapData({ role: 'join-worker', spec, facts, join, controlPlaneVersion: 'v1.33.1', ...(contents === undefined ? {} : { contents }) }).value);
const file = (data: CloudInit, path: string): Written | undefined => data.write_files.find((written) => written.path === path);

describe('bootstrap data', () => {
  it('of the first control-plane node carries certificates, kubeadm\'s documents and the command', () => {
    const { format, value } = bootstrapData({ role: 'init', spec: { ...fullSpec, verbosity: 5, preKubeadmCommands: ['a'], postKubeadmCommands: ['z'] }, facts, certificates });
    expect(format).toBe('cloud-config');
    expect(value.split('\n').slice(0, 2)).toEqual(['## template: jinja', '#cloud-config']);
    const data = read(value);
    expect(data.write_files.map(({ path, owner, permissions, content }) => [path, owner, permissions, content.split('\n')[0]])).toEqual([
      ['/etc/kubernetes/pki/ca.crt', 'root:root', '0640', 'ca.crt'],
      ['/etc/kubernetes/pki/ca.key', 'root:root', '0600', 'ca.key'],
      ['/etc/kubernetes/pki/etcd/ca.crt', 'root:root', '0640', 'etcd.crt'],
      ['/etc/kubernetes/pki/etcd/ca.key', 'root:root', '0600', 'etcd.key'],
      ['/etc/kubernetes/pki/front-proxy-ca.crt', 'root:root', '0640', 'proxy.crt'],
      ['/etc/kubernetes/pki/front-proxy-ca.key', 'root:root', '0600', 'proxy.key'],
      ['/etc/kubernetes/pki/sa.pub', 'root:root', '0640', 'sa.crt'],
      ['/etc/kubernetes/pki/sa.key', 'root:root', '0600', 'sa.key'],
      ['/run/kubeadm/kubeadm.yaml', 'root:root', '0640', '---'],
      ['/run/cluster-api/placeholder', 'root:root', '0640', expect.any(String)],
    ]);
    const kinds = parseAllDocuments(file(data, '/run/kubeadm/kubeadm.yaml')?.content ?? '').map((document) => (document.toJS() as { kind: string }).kind);
    expect(kinds).toEqual(['ClusterConfiguration', 'InitConfiguration']);
    expect(data['runcmd']).toEqual(['a', 'kubeadm init --config /run/kubeadm/kubeadm.yaml --v 5 && echo success > /run/cluster-api/bootstrap-success.complete', 'z']);
    expect(value).toContain('name: \'{{ local_hostname }}\'');
  });

  it('of a further control-plane node joins with the same certificates', () => {
    const data = read(bootstrapData({ role: 'join-control-plane', spec: { clusterConfiguration: { certificatesDir: '/pki' } }, facts, certificates, join }).value);
    expect(data.write_files.map(({ path }) => path)).toEqual([
      '/pki/ca.crt', '/pki/ca.key', '/pki/etcd/ca.crt', '/pki/etcd/ca.key', '/pki/front-proxy-ca.crt', '/pki/front-proxy-ca.key', '/pki/sa.pub', '/pki/sa.key',
      '/run/kubeadm/kubeadm-join-config.yaml', '/run/cluster-api/placeholder',
    ]);
    expect(data['runcmd']).toEqual(['kubeadm join --config /run/kubeadm/kubeadm-join-config.yaml && echo success > /run/cluster-api/bootstrap-success.complete']);
  });

  it('of a worker carries no certificate', () => {
    expect(worker({}).write_files.map(({ path }) => path)).toEqual(['/run/kubeadm/kubeadm-join-config.yaml', '/run/cluster-api/placeholder']);
  });

  it('with an external etcd carries its authority\'s certificate and the client\'s pair', () => {
    const external = { endpoints: ['https://e:2379'], caFile: '/e/ca.crt', certFile: '/e/client.crt', keyFile: '/e/client.key' };
    const spec = { clusterConfiguration: { etcd: { external } } };
    const etcd = { 'tls.crt': 'their ca\n' };
    const client = { 'tls.crt': 'client\n', 'tls.key': 'key\n' };
    const data = read(bootstrapData({ role: 'init', spec, facts, certificates: { ...certificates, etcd, apiserverEtcdClient: client } }).value);
    expect([file(data, '/e/ca.crt')?.content, file(data, '/e/client.crt')?.content, file(data, '/e/client.key')?.content]).toEqual(['their ca\n', 'client\n', 'key\n']);
    expect(file(data, '/etc/kubernetes/pki/etcd/ca.crt')).toBeUndefined();
    expect(() => bootstrapData({ role: 'init', spec, facts, certificates })).toThrow(MissingCertificateError);
    expect(() => bootstrapData({ role: 'init', spec: {}, facts, certificates: { ...certificates, etcd } })).toThrow(MissingCertificateError);
  });

  it('writes the kubeconfig that the discovery describes, with the cluster\'s own server and CA', () => {
    const exec = { command: 'token', args: ['get'], env: [{ name: 'A', value: 'b' }] };
    const data = worker({ joinConfiguration: { discovery: { file: { kubeConfigPath: '/d.conf', kubeConfig: { user: { exec } } } } } });
    expect(parse(file(data, '/d.conf')?.content ?? '')).toMatchObject({
      clusters: [{ cluster: { server: 'https://192.0.2.1:6443', 'certificate-authority-data': Buffer.from('CA\n').toString('base64') } }],
      users: [{ user: { exec: { ...exec, apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never' } } }],
    });
    const none = { joinConfiguration: { discovery: { file: { kubeConfigPath: '/d.conf', kubeConfig: { user: {} } } } } };
    expect(() => worker(none)).toThrow('joinConfiguration.discovery.file.kubeConfig.user: it needs one way to authenticate; set either exec or authProvider');
  });
});

describe('a user\'s files and accounts', () => {
  it('stand between our files and kubeadm\'s, verbatim', () => {
    const content = '#!/bin/bash\necho "{{ ds.meta_data.hostname }}"\n\n  indented \\ \'x\'';
    const data = worker({ files: [{ path: '/f', owner: 'u:g', permissions: '0750', content }, { path: '/e' }] });
    expect(data.write_files.map(({ path }) => path)).toEqual(['/f', '/e', '/run/kubeadm/kubeadm-join-config.yaml', '/run/cluster-api/placeholder']);
    expect(data.write_files[0]).toEqual({ path: '/f', owner: 'u:g', permissions: '0750', content });
    expect(data.write_files[1]).toEqual({ path: '/e', content: '' });
  });

  it('keep their encoding; appended text starts and ends on lines of its own', () => {
    const data = worker({ files: [{ path: '/a', append: true, content: 'x' }, { path: '/b', append: true, encoding: 'base64', content: 'eA==' }, { path: '/c', encoding: 'gzip+base64', content: 'H4s=' }] });
    expect(data.write_files.slice(0, 3)).toEqual([
      { path: '/a', append: true, content: 'x\n' },
      { path: '/b', append: true, encoding: 'base64', content: 'eA==' },
      { path: '/c', encoding: 'gzip+base64', content: 'H4s=' },
    ]);
  });

  it('come from Secrets where they say so', () => {
    const spec: KubeadmConfigSpec = {
      files: [{ path: '/a', content: 'x' }, { path: '/s', contentFrom: { secret: { name: 's', key: 'k' } } }],
      users: [{ name: 'u', passwdFrom: { secret: { name: 'p', key: 'hash' } } }],
    };
    expect(contentReferences(spec)).toEqual([{ field: 'files[1].contentFrom', secret: 's', key: 'k' }, { field: 'users[0].passwdFrom', secret: 'p', key: 'hash' }]);
    const data = worker(spec, (secret, key) => `${secret}/${key}`);
    expect(file(data, '/s')?.content).toBe('s/k');
    expect(data['users']).toEqual([{ name: 'u', passwd: 'p/hash' }]);
    expect(() => worker(spec)).toThrow(MissingContentError);
    expect(() => worker(spec)).toThrow('files[1].contentFrom: Secret "s" has no key "k"; create it in the namespace of the KubeadmConfig');
  });

  it('are templates where they say so', () => {
    const template = (content: string): string | undefined => file(worker({ files: [{ path: '/t', contentFormat: 'Template', content }] }), '/t')?.content;
    expect(template('v={{ .controlPlane.version }}\n{{- "" }} {{ `{{ x }}` }}')).toBe('v=v1.33.1 {{ x }}');
    expect(() => template('{{ range . }}')).toThrow('files[0].content: the template action "range ." is not supported');
    expect(() => bootstrapData({ role: 'join-worker', spec: { files: [{ path: '/t', contentFormat: 'Template', content: '{{ .controlPlane.version }}' }] }, facts, join })).toThrow('is not known');
  });

  it.each([
    [{ files: [{ path: '/a', content: 'x' }, { path: '/a', content: 'y' }] }, 'files[1].path: "/a" is written by files[0] too'],
    [{ files: [{ path: '/a', content: 'x', contentFrom: { secret: { name: 's', key: 'k' } } }] }, 'files[0]: content and contentFrom are both set'],
    [{ files: [{ path: '/a', content: 'echo ${#array[@]}' }] }, 'files[0].content: it has "{#", which opens a Jinja tag'],
    [{ users: [{ name: 'u', gecos: '{{' }] }, 'spec: it has "{{", which opens a Jinja tag'],
    [{ preKubeadmCommands: ['true', 'awk "{%s}"'] }, 'preKubeadmCommands[1]: it has "{%", which opens a Jinja tag'],
  ])('are refused where the host would be left without user data (%#)', (spec, message) => {
    expect(() => worker(spec)).toThrow(InvalidFieldError);
    expect(() => worker(spec)).toThrow(message);
  });

  it('may hold what looks like Jinja when it is raw or balanced', () => {
    for (const content of ['{% raw %}${#a[@]}{% endraw %}', '{{ "{#" }}', '{# note #}', 'docker inspect -f "{{.Id}}"']) worker({ files: [{ path: '/a', content }] });
  });

  it.each([['{% raw %}a{% endraw %}'], ['echo "x" {# note #}'], ['{% if a %}b{% endif %}\n'], ['{{ a -}}\n\n']])(
    'may end with a tag that takes the line break behind it: %j',
    (content) => {
      const { write_files: files } = worker({ files: [{ path: '/a', content }, { path: '/b', content: '{% if a %}b{% endif %} c' }] });
      expect(files.map((written) => written.content).slice(0, 2)).toEqual([`${content}{{ '' }}`, '{% if a %}b{% endif %} c']);
    },
  );
});

describe('the rest of a host', () => {
  it('is written in cloud-init\'s words', () => {
    const data = worker({
      bootCommands: ['echo boot'],
      ntp: { enabled: false, servers: ['ntp.example.test'] },
      users: [{ name: 'u', gecos: 'g', groups: 'a,b', homeDir: '/h', inactive: true, lockPassword: false, passwd: 'p', primaryGroup: 'u', shell: '/bin/sh', sshAuthorizedKeys: ['k'], sudo: 'ALL' }],
      diskSetup: {
        partitions: [
          { device: '/dev/sdb', layout: true, overwrite: false, tableType: 'gpt' },
          { device: '/dev/sdc', diskLayout: [{ percentage: 30 }, { percentage: 30, partitionType: 'LinuxSwap' }, { percentage: 20, partitionType: 'NTFS' }, { percentage: 20, partitionType: '0FC63DAF-8483-4772-8E79-3D69D8477DE4' }] },
        ],
        filesystems: [{ device: '/dev/sdb', filesystem: 'ext4', label: 'data', partition: '1', overwrite: true, replaceFS: 'ntfs', extraOpts: ['-E', 'x'] }, { device: 'd', filesystem: 'xfs', partition: 'auto' }],
      },
      mounts: [['LABEL=data', '/data']],
    });
    expect(data).toMatchObject({
      bootcmd: ['echo boot'],
      ntp: { enabled: false, servers: ['ntp.example.test'] },
      users: [{ name: 'u', gecos: 'g', groups: 'a,b', homedir: '/h', inactive: '0', lock_passwd: false, passwd: 'p', primary_group: 'u', shell: '/bin/sh', ssh_authorized_keys: ['k'], sudo: 'ALL' }],
      disk_setup: {
        '/dev/sdb': { layout: true, overwrite: false, table_type: 'gpt' },
        '/dev/sdc': { layout: [30, [30, 82], [20, '07'], [20, '0FC63DAF-8483-4772-8E79-3D69D8477DE4']] },
      },
      fs_setup: [{ device: '/dev/sdb', filesystem: 'ext4', label: 'data', partition: 1, overwrite: true, replace_fs: 'ntfs', extra_opts: ['-E', 'x'] }, { device: 'd', filesystem: 'xfs', partition: 'auto' }],
      mounts: [['LABEL=data', '/data']],
    });
  });

  it('has no section that would be empty', () => {
    expect(Object.keys(worker({}))).toEqual(['write_files', 'runcmd']);
  });

  it('is not written for Ignition', () => {
    expect(() => worker({ format: 'ignition' })).toThrow(IgnitionNotSupportedError);
    expect(() => worker({ format: 'ignition' })).toThrow(/^format: ignition is not supported; use a template whose image runs cloud-init/);
  });
});
