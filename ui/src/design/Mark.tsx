// The mark: a watch-turret that is a shield too. The same drawing as icons/bartizan.svg, in one colour.
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        fill="var(--bz-mark, var(--colorBrandForeground1))"
        fillRule="evenodd"
        d="M2.75 2h3.7v2.5h3.7V2h3.7v2.5h3.7V2h3.7v8c0 1.6-1 2.6-2.6 3.2 0 4-2.5 6.7-6.65 8.8-4.15-2.1-6.65-4.8-6.65-8.8C3.75 12.6 2.75 11.6 2.75 10ZM12 8.2c-.6 0-1.1.5-1.1 1.1v4.1a1.1 1.1 0 0 0 2.2 0V9.3c0-.6-.5-1.1-1.1-1.1Z"
      />
    </svg>
  );
}
