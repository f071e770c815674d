// The rules of the page. Two of them guard the door: only src/host may import Tauri, and no markup is made from text.
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tauri = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/host speaks to the shell; use the host.' }],
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/contract.gen.ts'] },
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // The React Compiler is not used, so nothing is skipped.
      'react-hooks/incompatible-library': 'off',
      'no-restricted-imports': ['error', tauri],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text from alerts is text, never markup.' },
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML)$/]',
          message: 'Text from alerts is text, never markup.',
        },
        { selector: "JSXAttribute[name.name='style'] > Literal", message: 'The CSP allows no style attribute in HTML.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['src/host/**/*.{ts,tsx}'], rules: { 'no-restricted-imports': 'off' } },
);
