/** Wraps `text` at 78 columns behind `label`. */
export function hanging(label: string, text: string): string {
  const lines = [label];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const separator = line === label || line.trim() === '' ? '' : ' ';
    if (line.length + separator.length + word.length > 78) {
      lines.push(' '.repeat(label.length) + word);
    } else {
      lines[lines.length - 1] = line + separator + word;
    }
  }
  return lines.join('\n');
}
