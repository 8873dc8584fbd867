using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Compare;

/// <summary>
/// The pictures of a page, kept in a temporary file until the page is written: of few pairs large ones, of many smaller ones, so that a
/// browser can open the page.
/// </summary>
/// <param name="pairs">How many pairs there may be.</param>
internal sealed class PagePictures(int pairs) : IDisposable
{
    private const long PageBytes = 64 << 20;
    private const long LeastBytes = 48 << 10;
    private const long MostBytes = 4 << 20;
    private const int LeastPixels = 1 << 12;

    // Smaller pictures have more bytes for a pixel.
    private const double Slack = 1.2;

    private readonly long _most = Math.Clamp(PageBytes / Math.Max(1, pairs), LeastBytes, MostBytes);
    private readonly object _lock = new();
    private FileStream? _file;

    /// <summary>Draws the pictures of a pair that differs, and keeps them.</summary>
    /// <param name="comparer">Reads the pair.</param>
    /// <param name="comparison">How it differs.</param>
    /// <param name="actual">The file that was checked.</param>
    /// <param name="expected">The file that it should equal.</param>
    /// <exception cref="FileException">A file cannot be read.</exception>
    public PageView Draw(ImageComparer comparer, Comparison comparison, string actual, string expected)
    {
        for (double shrink = 1; ;)
        {
            DrawnPair drawn = comparer.Draw(comparison, actual, expected, shrink);
            (byte[] actualFile, byte[] expectedFile, byte[] layer) = drawn.Files;
            long bytes = actualFile.LongLength + expectedFile.LongLength + layer.LongLength;
            if (bytes <= _most || (long)drawn.Window.OutWidth * drawn.Window.OutHeight <= LeastPixels)
                return new PageView(Keep(actualFile), Keep(expectedFile), Keep(layer), drawn.Window.OutWidth, drawn.Window.OutHeight,
                    drawn.Shown);
            shrink *= Slack * bytes / _most;
        }
    }

    /// <summary>The bytes of a picture that is kept.</summary>
    public byte[] Read(KeptPicture picture)
    {
        byte[] bytes = new byte[picture.Length];
        _file!.Position = picture.Offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _file?.Dispose();

    private KeptPicture Keep(byte[] bytes)
    {
        lock (_lock)
        {
            _file ??= Open();
            var kept = new KeptPicture(_file.Length, bytes.Length);
            _file.Position = kept.Offset;
            _file.Write(bytes);
            return kept;
        }
    }

    private static FileStream Open()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kernelcli-{Path.GetRandomFileName()}");
        return FileException.Guard(path, () =>
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);

            // Gone with the process, however that ends.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            return file;
        });
    }
}

/// <summary>The pictures of a pair that a page shows.</summary>
/// <param name="Actual">The picture that was checked.</param>
/// <param name="Expected">The one that it should equal.</param>
/// <param name="Layer">What differs, transparent elsewhere.</param>
/// <param name="Width">Columns of each.</param>
/// <param name="Height">Rows of each.</param>
/// <param name="Shown">What part of the picture they show, in words; null for all of it.</param>
internal sealed record PageView(KeptPicture Actual, KeptPicture Expected, KeptPicture Layer, int Width, int Height, string? Shown);

/// <summary>The place of a picture in the temporary file.</summary>
internal readonly record struct KeptPicture(long Offset, int Length);
