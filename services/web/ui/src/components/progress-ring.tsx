const radius = 15;
const length = 2 * Math.PI * radius;

/** A share between 0 and 1 as a ring; decoration beside the same share in words. */
export function ProgressRing({ share }: { share: number }) {
  return (
    <svg className="ring" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <circle className="ring-track" cx="18" cy="18" r={radius} />
      <circle className="ring-value" cx="18" cy="18" r={radius} strokeDasharray={`${length * Math.max(share, 0.02)} ${length}`} />
    </svg>
  );
}
