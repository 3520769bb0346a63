// A timer that throws ends its iteration, and the other timers.
export default function () {
  setTimeout(() => {
    throw new Error('late');
  }, 5);
  setTimeout(() => {}, 90000);
}
