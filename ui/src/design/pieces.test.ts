// A sentence with labels and values in it, taken apart.
import { expect, it } from 'vitest';
import { pieces } from './pieces';

it('labels in double brackets stand apart from the words around them', () => {
  expect(pieces('Choose [[Add a permission]], then [[Microsoft Graph]].')).toEqual([
    { kind: 'words', text: 'Choose ' },
    { kind: 'label', text: 'Add a permission' },
    { kind: 'words', text: ', then ' },
    { kind: 'label', text: 'Microsoft Graph' },
    { kind: 'words', text: '.' },
  ]);
});

it('a value is found where it stands, the longest first', () => {
  expect(pieces('Paste Mail.Read.All into it', ['Mail.Read', 'Mail.Read.All']), 'else a part of it would be copied').toEqual([
    { kind: 'words', text: 'Paste ' },
    { kind: 'value', text: 'Mail.Read.All' },
    { kind: 'words', text: ' into it' },
  ]);
});

it('a label is never searched for values, and short values are left alone', () => {
  expect(pieces('[[Mail.Read]] is in', ['Mail.Read', 'in'])).toEqual([
    { kind: 'label', text: 'Mail.Read' },
    { kind: 'words', text: ' is in' },
  ]);
});
