using System.Text;
using KernelCli.Codecs.Metadata;

namespace KernelCli.Codecs.Tests.Metadata;

public sealed class XmpTests
{
    private const string Spaces = "xmlns:tiff=\"http://ns.adobe.com/tiff/1.0/\" xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"";

    [Theory]
    [InlineData("<rdf:Description tiff:Orientation=\"6\" dc:title=\"6\"/>", "<rdf:Description tiff:Orientation=\"1\" dc:title=\"6\"/>")]
    [InlineData("<rdf:Description tiff:Orientation = '8'/>", "<rdf:Description tiff:Orientation = '1'/>")]
    [InlineData("<tiff:Orientation>6</tiff:Orientation>", "<tiff:Orientation>1</tiff:Orientation>")]
    [InlineData("<tiff:Orientation rdf:datatype=\"i\">\n 3 </tiff:Orientation>", "<tiff:Orientation rdf:datatype=\"i\">1</tiff:Orientation>")]
    [InlineData("<r xmlns:t='http://ns.adobe.com/tiff/1.0/' t:Orientation='5'/>", "<r xmlns:t='http://ns.adobe.com/tiff/1.0/' t:Orientation='1'/>")]
    [InlineData("<r tiff:ImageWidth=\"4000\" tiff:ImageLength='3000'/>", "<r tiff:ImageWidth=\"70\" tiff:ImageLength='9'/>")]
    [InlineData("<exif:PixelXDimension>4000</exif:PixelXDimension><exif:PixelYDimension>3000</exif:PixelYDimension>", "<exif:PixelXDimension>70</exif:PixelXDimension><exif:PixelYDimension>9</exif:PixelYDimension>")]
    [InlineData("<r xmpNote:HasExtendedXMP=\"0123\" a='b'/>", "<r  a='b'/>")]
    [InlineData("<r note='tiff:Orientation is 6'/>", "<r note='tiff:Orientation is 6'/>")]
    public void Orientation_and_sizes_are_those_of_the_result(string packet, string expected)
    {
        Assert.Equal($"<x {Spaces}>{expected}</x>", Edited($"<x {Spaces}>{packet}</x>", out bool hadPictures));
        Assert.False(hadPictures);
    }

    [Theory]
    [InlineData("<a/><xmp:Thumbnails><rdf:Alt><rdf:li xmpGImg:image='x'>QUFB</rdf:li></rdf:Alt></xmp:Thumbnails><b/>", "<a/><b/>")]
    [InlineData("<xmpGImg:image>/9j/4AAQSkZJRg&#xA;AQ==</xmpGImg:image>", "<xmpGImg:image></xmpGImg:image>")]
    [InlineData("<r xmpGImg:image=\"&#xA;/9j/4AAQSkZJRg\"/>", "<r xmpGImg:image=\"&#xA;\"/>")]
    [InlineData("<r GImage:Data='iVBORw0KGgoAAAA' c='d'/>", "<r GImage:Data='' c='d'/>")]
    [InlineData("<a/><xmp:Thumbnails><rdf:Alt>cut", "<a/>")]
    public void Pictures_of_before_go(string packet, string expected)
    {
        Assert.StartsWith($"<x {Spaces}>{expected}", Edited($"<x {Spaces}>{packet}</x>", out bool hadPictures), StringComparison.Ordinal);
        Assert.True(hadPictures);
    }

    [Fact]
    public void What_is_no_packet_is_known()
    {
        Assert.True(XmpPacket.IsOne("<x>é</x>"u8));
        Assert.False(XmpPacket.IsOne(Encoding.Unicode.GetBytes("<x/>")));
        Assert.False(XmpPacket.IsOne([(byte)'<', 0xFF]));
        Assert.False(XmpPacket.IsOne([]));
    }

    [Fact]
    public void A_packet_of_one_word_again_and_again_takes_no_time()
    {
        long before = Environment.TickCount64;
        foreach (string word in (string[])["<tiff:Orientation ", "tiff:Orientation=", "<xmp:Thumbnails", "http://ns.adobe.com/tiff/1.0/", "xmlns:", "/9j/", "; ;", "<tiff:Orientation>6"])
            Edited(string.Concat(Enumerable.Repeat(word, 100_000)), out _);
        Assert.True(Environment.TickCount64 - before < 60_000);
    }

    private static string Edited(string packet, out bool hadPictures) => Encoding.UTF8.GetString(XmpPacket.ForResult(Encoding.UTF8.GetBytes(packet), 70, 9, out hadPictures));
}
