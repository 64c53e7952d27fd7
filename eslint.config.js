import { createRequire } from 'node:module';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/*
 * The boundary rule reads Nx's project graph from a cache and does nothing, without failing, when there is none: on a fresh clone it would
 * pass everything. So the graph is made here, which takes about a second, before the first file is read.
 */
const { createProjectGraphAsync } = createRequire(import.meta.url)('@nx/devkit');
process.env['NX_DAEMON'] = 'false';
await createProjectGraphAsync({ exitOnError: false });

const LOWER = { contract: ['layer:contract'] };
LOWER.domain = [...LOWER.contract, 'layer:domain'];
LOWER.platform = [...LOWER.domain, 'layer:platform'];
LOWER.clients = [...LOWER.platform, 'layer:clients'];
LOWER.simulators = [...LOWER.domain, 'layer:simulators'];

const FRAMEWORKS_AND_IO = [
  '@nestjs/*', 'rxjs', '@kubernetes/client-node', '@nats-io/*', 'ioredis', 'undici', 'pino', '@opentelemetry/*', 'prom-client',
];

/** Every layer names what it may stand on; what is not named is an error, so a new layer or simulator has to be added here. */
const layers = [
  { sourceTag: 'layer:contract', onlyDependOnLibsWithTags: LOWER.contract, bannedExternalImports: FRAMEWORKS_AND_IO },
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: LOWER.domain, bannedExternalImports: FRAMEWORKS_AND_IO },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: LOWER.platform },
  { sourceTag: 'layer:clients', onlyDependOnLibsWithTags: LOWER.clients },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: LOWER.clients }, // not layer:app: apps meet on the bus and in the API only
  { sourceTag: 'layer:composition', onlyDependOnLibsWithTags: [...LOWER.clients, 'layer:app', 'layer:simulators', 'name:real-parts', 'name:real-plane'] },
  { sourceTag: 'name:crdgen', onlyDependOnLibsWithTags: LOWER.contract },
  { sourceTag: 'name:real-parts', onlyDependOnLibsWithTags: LOWER.domain },
  { sourceTag: 'name:real-plane', onlyDependOnLibsWithTags: [...LOWER.platform, 'name:real-parts'] },
  { sourceTag: 'name:bench', onlyDependOnLibsWithTags: [...LOWER.platform, 'name:real-parts', 'name:real-plane'] },
  { sourceTag: 'name:simulator-kube-apiserver', onlyDependOnLibsWithTags: LOWER.simulators },
  { sourceTag: 'name:simulator-vcenter', onlyDependOnLibsWithTags: LOWER.simulators },
  // Its specs let the real client play the other side: docs/decisions/0010-guest-has-its-own-session.md
  { sourceTag: 'name:simulator-guest', onlyDependOnLibsWithTags: [...LOWER.simulators, 'layer:clients'] },
];

/** A disabled rule is a decision; it needs the reason beside it. */
const describedDisables = {
  meta: { type: 'problem', schema: [], messages: { bare: 'Say why: // {{directive}} rule -- reason' } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const [, directive, rest] = /^\s*(eslint-disable(?:-next-line|-line)?)\b(.*)$/s.exec(comment.value) ?? [];
        if (directive !== undefined && !/\s--\s+\S/.test(rest)) context.report({ loc: comment.loc, messageId: 'bare', data: { directive } });
      }
    },
  }),
};

const TIMERS = ['setTimeout', 'setInterval']; // setImmediate yields to other work; it does not wait
const CLOCK = 'Time is injected: take a Clock. Only its adapters (*.system.ts) may touch the real one.';
const RANDOM = 'Randomness is injected: take a Random. Only its adapters (*.system.ts) may touch the real one.';

const shape = [
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export: a default export has as many names as importers.' },
  { selector: 'ExportAllDeclaration', message: 'Name what leaves the package: `export *` makes everything public.' },
];
const realDate = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK },
];

const correctness = {
  'eqeqeq': 'error',
  'no-constant-binary-expression': 'error',
  'no-constructor-return': 'error',
  'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-self-compare': 'error',
  'no-unreachable-loop': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

const format = {
  'eol-last': 'error',
  'max-len': ['error', { code: 140, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreTemplateLiterals: true, ignoreStrings: true }],
  'no-tabs': 'error',
  'no-trailing-spaces': 'error',
  'quotes': ['error', 'single', { avoidEscape: true }],
  'semi': 'error',
};

const lines = (max) => ({ max, skipBlankLines: true, skipComments: true });

export default defineConfig(
  { ignores: ['**/dist/', '**/node_modules/', '**/coverage/', '.nx/', '.handoff/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  { plugins: { handoff: { rules: { 'described-disables': describedDisables } } }, rules: { 'handoff/described-disables': 'error' } },
  {
    name: 'typescript',
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      ...correctness,
      ...format,
      '@nx/enforce-module-boundaries': ['error', { banTransitiveDependencies: true, depConstraints: layers }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }], // a name for what a schema infers
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }], // a Nest module is an empty class
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // Nest's options are declared as classes and passed as literals
      '@typescript-eslint/no-unsafe-enum-assignment': 'off', // flags of an enum, joined by `|`, are numbers
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }], // code points are what a parser wants
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }], // '' may be meant as absent
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/require-await': 'off', // async without await is how an in-process adapter turns its throws into rejections
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'max-lines': ['error', lines(250)],
      'max-lines-per-function': ['error', { ...lines(40), IIFEs: true }],
      'no-restricted-syntax': ['error', ...shape, ...realDate],
      'no-restricted-imports': ['error', {
        paths: ['timers', 'node:timers', 'timers/promises', 'node:timers/promises'].map((name) => ({ name, importNames: TIMERS, message: CLOCK })),
        patterns: [{ group: ['@handoff/*/*'], message: 'A package has one door: import it by its name.' }],
      }],
      'no-restricted-globals': ['error', ...TIMERS.map((name) => ({ name, message: CLOCK }))],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: CLOCK },
        { object: 'performance', property: 'now', message: CLOCK },
        { object: 'AbortSignal', property: 'timeout', message: CLOCK },
        { object: 'Math', property: 'random', message: RANDOM },
      ],
    },
  },
  {
    name: 'adapters of the real clock and randomness, and specs',
    files: ['**/*.system.ts', '**/system-*.ts', '**/*.spec.ts', '**/*.suite.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', ...shape],
    },
  },
  {
    name: 'specs',
    files: ['**/*.spec.ts', '**/*.suite.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off', // expect.any() and its kin are typed any
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', lines(500)],
      'max-lines-per-function': 'off', // a describe() is one function
    },
  },
  {
    name: 'javascript',
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.strict],
    rules: { ...correctness, ...format, 'max-lines': ['error', lines(250)], 'max-lines-per-function': ['error', lines(40)] },
  },
);
