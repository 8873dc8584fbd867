using KernelCli.Primitives;

namespace KernelCli.Chains.Parsing;

/// <summary>
/// A spec taken apart: a name, values, and key=value pairs, parted by colons, each with its column. What is not asked for by the
/// end is an error, so that no word is ever passed over.
/// </summary>
internal sealed class SpecWords
{
    private readonly List<SpecWord> _words = [];
    private readonly List<string> _asked = [];

    /// <summary>Takes a spec apart at its colons.</summary>
    public SpecWords(string spec)
    {
        Spec = spec;
        int column = 1;
        foreach (string word in spec.Split(':'))
        {
            if (column == 1)
                Name = word;
            else
                Add(word, column);
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
        foreach (SpecWord word in _words)
            if (word is { Key: null, IsUsed: false })
                return Use(word);
        return null;
    }

    /// <summary>The value of a key, or null.</summary>
    public SpecWord? Key(string key)
    {
        _asked.Add(key);
        foreach (SpecWord word in _words)
            if (word.Key == key)
                return Use(word);
        return null;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    public void CheckAllUsed()
    {
        foreach (SpecWord word in _words)
            if (!word.IsUsed)
                throw word.Key is null
                    ? word.Error($"'{Name}' takes no further value; '{word.Text}' is one too many")
                    : Error(word.Column - word.Key.Length - 1, $"'{Name}' has no key '{word.Key}='{Spelling.Hint(word.Key, _asked)}");
    }

    public KernelFormatException Error(int column, string problem) => new(Spec, column, problem);

    private static SpecWord Use(SpecWord word)
    {
        word.IsUsed = true;
        return word;
    }

    private void Add(string word, int column)
    {
        int equals = word.IndexOf('=');
        if (word.Length == 0)
            throw Error(column, "nothing stands between the colons");
        if (equals < 0)
        {
            _words.Add(new SpecWord(Spec, word, column));
            return;
        }
        string key = word[..equals];
        foreach (SpecWord earlier in _words)
            if (earlier.Key == key)
                throw Error(column, $"{key}= is given twice");
        _words.Add(new SpecWord(Spec, word[(equals + 1)..], column + equals + 1) { Key = key });
    }
}
