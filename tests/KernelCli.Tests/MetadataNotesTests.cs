using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What of a picture's metadata does not go on is said in one line.</summary>
public sealed class MetadataNotesTests : IDisposable
{
    private static readonly byte[] Thumbnail = [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 250, 251, 0xFF, 0xC0, 0, 3, 252, 0xFF, 0xDA, 0, 3, 0, 250, 251, 252, 0xFF, 0xD9];

    private readonly Workspace _work = new();

    [Fact]
    public void One_line_names_what_the_format_does_not_hold()
    {
        string input = Photo("in.jpg");
        Tool.Run("apply", input, "-f", "identity", "-o", _work["out.bmp"]).Failed(0, "note: ", "in.jpg: BMP does not hold EXIF: left out");
        Tool.Run("apply", input, "-f", "identity", "-o", _work["out.bmp"], "-q").Succeeded();
        Tool.Run("apply", input, "-f", "identity", "-o", _work["out.bmp"], "--metadata", "none").Succeeded();
        Tool.Run("apply", input, "-f", "identity", "-o", _work["out.bmp"], "-n").Succeeded();
        Assert.Equal((30, 40), (_work.Read("out.bmp").Info.Width, _work.Read("out.bmp").Info.Height));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    public void A_thumbnail_goes_without_a_word_unless_asked(string extension)
    {
        string input = Photo("in.jpg"), output = _work["out." + extension];
        Tool.Run("apply", input, "-f", "gaussian:8", "-o", output).Succeeded();
        Assert.True(File.ReadAllBytes(output).AsSpan().IndexOf(Thumbnail) < 0);
        ImageInfo info = _work.Read("out." + extension).Info;
        Assert.Equal((30, 40, Orientation.Normal, true), (info.Width, info.Height, info.Metadata.Orientation, info.Metadata.Exif is not null));
        Assert.Contains("the pictures in EXIF", Tool.Run("apply", input, "-f", "gaussian:8", "-o", output, "-v").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_goes_on_where_none_is_asked_for_but_the_picture_stays_upright()
    {
        Tool.Run("apply", Photo("in.jpg"), "-f", "identity", "-o", _work["out.png"], "--metadata", "none").Succeeded();
        ImageInfo info = _work.Read("out.png").Info;
        Assert.Equal((30, 40, null), (info.Width, info.Height, info.Metadata.Exif));
    }

    [Fact]
    public void A_batch_says_once_what_holds_of_many()
    {
        Tool tool = Tool.Run("apply", Photo("a.jpg"), Photo("b.jpg"), Photo("c.jpg"), _work.Picture("d.png"), "-f", "identity", "-O", _work["out"], "--format", "qoi").Failed(0, "a.jpg and 2 more: QOI does not hold EXIF");
        Assert.DoesNotContain("d.png", tool.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    // Turned, with a thumbnail in a second directory.
    private string Photo(string name)
    {
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 26, 0, 0, 0,
            2, 0, 1, 2, 4, 0, 1, 0, 0, 0, 56, 0, 0, 0, 2, 2, 4, 0, 1, 0, 0, 0, (byte)Thumbnail.Length, 0, 0, 0, 0, 0, 0, 0, .. Thumbnail,
        ];
        byte[] file = File.ReadAllBytes(_work.Picture(name));
        File.WriteAllBytes(_work[name], [.. file[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. file[2..]]);
        return _work[name];
    }
}
