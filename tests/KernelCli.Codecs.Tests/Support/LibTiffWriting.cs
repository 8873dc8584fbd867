using BitMiracle.LibTiff.Classic;
using KernelCli.Codecs.Tiff;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;
using LibTiffTag = BitMiracle.LibTiff.Classic.TiffTag;
using TiffTag = KernelCli.Codecs.Tiff.TiffTag;
using TiffType = KernelCli.Codecs.Tiff.TiffType;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>Compresses one strip with the LibTiff.NET library, in the schemes that it decodes for us.</summary>
internal static class LibTiffWriting
{
    /// <summary>A file of one strip, and the length of the strip's data.</summary>
    /// <param name="scheme">The compression.</param>
    /// <param name="options">The options of Group 3.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="rows">Rows of whole bytes.</param>
    /// <param name="samples">Samples of a pixel: one of a bit, or four of 8 bits.</param>
    public static (Func<byte[], byte[]> File, byte[] Strip) Compress(TiffScheme scheme, int options, int width, byte[][] rows, int samples)
    {
        using var stream = new MemoryStream();
        int bits = samples == 1 ? 1 : 8, height = rows.Length;
        using LibTiff tiff = LibTiff.ClientOpen("memory", "w", stream, new TiffStream());
        Set(LibTiffTag.IMAGEWIDTH, width);
        Set(LibTiffTag.IMAGELENGTH, height);
        Set(LibTiffTag.BITSPERSAMPLE, bits);
        Set(LibTiffTag.SAMPLESPERPIXEL, samples);
        Set(LibTiffTag.ROWSPERSTRIP, height);
        Set(LibTiffTag.COMPRESSION, (int)scheme);
        Set(LibTiffTag.PHOTOMETRIC, samples == 1 ? (int)Photometric.MINISWHITE : (int)Photometric.SEPARATED);
        Set(LibTiffTag.PLANARCONFIG, 1);
        if (scheme is TiffScheme.Group3)
            Set(LibTiffTag.GROUP3OPTIONS, options);
        for (int y = 0; y < height; y++)
            Assert.True(tiff.WriteScanline([.. rows[y]], y));
        Assert.True(tiff.Flush());
        tiff.WriteDirectory();
        byte[] file = stream.ToArray();
        using LibTiff written = LibTiff.ClientOpen("memory", "r", new MemoryStream(file), new TiffStream());
        byte[] tables = scheme is TiffScheme.Jpeg ? written.GetField(LibTiffTag.JPEGTABLES)[1].ToByteArray() : [];
        byte[] strip = new byte[written.RawStripSize(0)];
        Assert.Equal(strip.Length, written.ReadRawStrip(0, strip, 0, strip.Length));
        return (File, strip);

        void Set(LibTiffTag tag, int value) => Assert.True(tiff.SetField(tag, value));

        byte[] File(byte[] data)
        {
            var writing = new TiffWriting(width, height, samples == 1 ? TiffPhotometric.WhiteIsZero : TiffPhotometric.Cmyk, [.. Enumerable.Repeat(bits, samples)])
                .With(TiffTag.Compression, (int)scheme);
            if (scheme is TiffScheme.Group3)
                writing.With(TiffTag.Group3Options, TiffType.Long, options);
            if (tables.Length > 0)
                writing.With(TiffTag.JpegTables, TiffType.Undefined, [.. tables.Select(b => (double)b)]);
            return writing.File(data);
        }
    }
}
