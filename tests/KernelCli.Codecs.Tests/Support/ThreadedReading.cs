using KernelCli.Codecs.Registry;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>A file read with one thread and with several: the same rows and the same damage.</summary>
internal static class ThreadedReading
{
    /// <summary>A file, and the same cut short and with single bytes changed at some places.</summary>
    public static List<byte[]> WithDamage(byte[] file, params int[] places)
    {
        List<byte[]> files = [file, file[..^20], file[..^12]];
        foreach (int at in places)
        {
            byte[] broken = [.. file];
            broken[at] ^= 0x41;
            files.Add(broken);
            files.Add(file[..at]);
        }
        return files;
    }

    /// <summary>Asserts that threads change nothing, whether damage is refused or read past.</summary>
    public static void ChangesNothing(byte[] file, DecodeOptions options, params int[] threads)
    {
        (byte[] rows, string problems) = Lenient(file, options);
        string? error = Record.Exception(() => Strict(file, options))?.Message;
        foreach (int count in threads)
        {
            DecodeOptions several = options with { Threads = count };
            (byte[] rowsOfSeveral, string problemsOfSeveral) = Lenient(file, several);
            Assert.Equal(problems, problemsOfSeveral);
            Assert.True(rows.AsSpan().SequenceEqual(rowsOfSeveral));
            Assert.Equal(error, Record.Exception(() => Strict(file, several))?.Message);
        }
    }

    private static void Strict(byte[] file, DecodeOptions options)
    {
        using IRowSource rows = ImageCodecs.Open(new MemoryStream(file), options);
        BufferedImage.ReadAll(rows);
    }

    private static (byte[] Rows, string Problems) Lenient(byte[] file, DecodeOptions options)
    {
        var problems = new List<string>();
        using IRowSource rows = ImageCodecs.Open(new MemoryStream(file), options with { OnDamage = damage => problems.Add(damage.Message) });
        byte[] samples = new byte[rows.Info.RowBytes * rows.Info.Height];
        for (int y = 0; y < rows.Info.Height; y++)
            rows.ReadRow(samples.AsSpan(y * rows.Info.RowBytes, rows.Info.RowBytes));
        rows.Complete();
        return (samples, string.Join('\n', problems));
    }
}
