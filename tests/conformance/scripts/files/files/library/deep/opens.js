export const fromDeep = ['below.txt', '../beside.txt', '../../above.txt'].map((name) => open(name).trim());
