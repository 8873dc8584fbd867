using KernelCli.Primitives;

namespace KernelCli.Chains.Parsing;

/// <summary>
/// A spec taken apart: a name, values, and key=value pairs, parted by colons, each with its column. What is not asked for by the
/// end is an error, so that no word is ever passed over.
/// </summary>
internal sealed class SpecWords
{
    private readonly List<(string Text, int Column)> _values = [];
    private readonly Dictionary<string, (string Text, int Column)> _keys = [];
    private readonly HashSet<string> _asked = [];
    private int _nextValue;

    /// <summary>Takes a spec apart at its colons.</summary>
    public SpecWords(string spec)
    {
        Spec = spec;
        int column = 1;
        foreach (string word in spec.Split(':'))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (column == 1)
                Name = word;
            else if (word.Length == 0)
                throw new KernelFormatException(spec, column, "nothing stands between the colons");
            else if (equals < 0)
                _values.Add((word, column));
            else if (!_keys.TryAdd(word[..equals], (word[(equals + 1)..], column + equals + 1)))
                throw new KernelFormatException(spec, column, $"{word[..equals]}= is given twice");
            column += word.Length + 1;
        }
    }

    private SpecWords(string spec, string path) => (Spec, Name) = (spec, path);

    public string Spec { get; }

    public string Name { get; } = "";

    /// <summary>A spec whose rest is a path, which takes the place of the name.</summary>
    public static SpecWords OfPath(string spec, string path) =>
        path.Length > 0 ? new SpecWords(spec, path) : throw new KernelFormatException(spec, spec.Length + 1, "a file name is missing");

    /// <summary>The next value without a key, or that of a key, or null.</summary>
    public SpecWord? Next(string? key = null)
    {
        if (key is not null && Key(key) is { } named)
            return named;
        return _nextValue < _values.Count ? new SpecWord(Spec, _values[_nextValue].Text, _values[_nextValue++].Column) : null;
    }

    /// <summary>The value of a key, or null.</summary>
    public SpecWord? Key(string key)
    {
        _asked.Add(key);
        return _keys.TryGetValue(key, out (string Text, int Column) value) ? new SpecWord(Spec, value.Text, value.Column) : null;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    public void CheckAllUsed()
    {
        if (_nextValue < _values.Count)
            throw Error(_values[_nextValue].Column, $"'{Name}' takes no further value; '{_values[_nextValue].Text}' is one too many");
        foreach ((string key, (string _, int column)) in _keys)
            if (!_asked.Contains(key))
                throw Error(column - key.Length - 1, $"'{Name}' has no key '{key}='{Spelling.Hint(key, _asked)}");
    }

    public KernelFormatException Error(int column, string problem) => new(Spec, column, problem);
}
