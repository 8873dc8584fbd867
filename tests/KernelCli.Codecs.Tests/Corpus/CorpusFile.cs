using System.IO.Compression;

namespace KernelCli.Codecs.Tests.Corpus;

/// <summary>A row of the corpus' MANIFEST.tsv.</summary>
public sealed record CorpusFile(string Path, string Format, string Class, string Expectation, string ReferenceKind, string[] Hashes, string ReferenceFile, string Tolerance, string GrayReferenceFile)
{
    private static readonly Lazy<string?> Folder = new(FindFolder);

    /// <summary>The corpus, beside the repository or where KERNELCLI_CORPUS says; null where there is none.</summary>
    public static string? Root => Folder.Value;

    /// <summary>All rows that a test asks for; none without a corpus.</summary>
    public static IEnumerable<CorpusFile> Where(Func<CorpusFile, bool> wanted)
    {
        if (Root is null)
            yield break;
        foreach (string line in File.ReadLines(System.IO.Path.Combine(Root, "MANIFEST.tsv")).Skip(1))
        {
            string[] c = line.Split('\t');
            var file = new CorpusFile(c[0], c[1], c[2], c[3], c[7], [.. new[] { c[8] }.Concat(c[10].Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries))], c[9], c[11], c[13]);
            if (wanted(file))
                yield return file;
        }
    }

    /// <summary>The samples of a reference.</summary>
    public static byte[] ReadReference(string path)
    {
        using var stream = new GZipStream(File.OpenRead(System.IO.Path.Combine(Root!, path)), CompressionMode.Decompress);
        using var reference = new MemoryStream();
        stream.CopyTo(reference);
        return reference.ToArray();
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Read() => File.ReadAllBytes(System.IO.Path.Combine(Root!, Path));

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("KERNELCLI_CORPUS") is { Length: > 0 } named)
            return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "shared", "corpus", "MANIFEST.tsv")))
                return System.IO.Path.Combine(folder.FullName, "shared", "corpus");
        return null;
    }
}
