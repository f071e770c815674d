// A name such as a permission's value, which may break after its dots where there is no room for all of it.
import { Fragment } from 'react';

export function Breakable({ text }: { text: string }) {
  return text.split(/(?<=\.)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
