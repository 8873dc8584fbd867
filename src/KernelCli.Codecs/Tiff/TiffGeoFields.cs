using System.Buffers.Binary;
using System.Text;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>The fields of GeoTIFF and of GDAL: read from one directory, added to another.</summary>
internal static class TiffGeoFields
{
    private const int MatrixNumbers = 16;
    private const int TieNumbers = 6;
    private const int LeastScales = 2;
    private const int KeyNumbers = 4;

    /// <summary>The georeference of a page, or null; fields that are damaged are left out.</summary>
    public static GeoReference? Read(TiffPicture picture, TiffMetadataReader reader)
    {
        double[] scale = Doubles(picture, reader, TiffTag.ModelPixelScale), ties = Doubles(picture, reader, TiffTag.ModelTiepoint);
        double[] matrix = Doubles(picture, reader, TiffTag.ModelTransformation);
        var reference = new GeoReference
        {
            PixelScale = scale.Length >= LeastScales ? scale : [],
            TiePoints = ties.Length % TieNumbers == 0 ? ties : [],
            Transformation = matrix.Length == MatrixNumbers ? matrix : [],
            Keys = Keys(picture, reader),
            DoubleParameters = Doubles(picture, reader, TiffTag.GeoDoubleParams),
            AsciiParameters = Field(picture, reader, TiffTag.GeoAsciiParams, TiffType.Ascii) ?? [],
        };
        bool isThere = reference.PixelScale.Length + reference.TiePoints.Length + reference.Transformation.Length
            + reference.Keys.Length > 0;
        return isThere ? reference : null;
    }

    /// <summary>A text of GDAL without the zero at its end, or null.</summary>
    public static string? Text(TiffPicture picture, TiffMetadataReader reader, TiffTag tag) =>
        Field(picture, reader, tag, TiffType.Ascii) is { } bytes && Encoding.UTF8.GetString(bytes.AsSpan().TrimEnd((byte)0)).Trim()
            is { Length: > 0 } text ? text : null;

    /// <summary>Adds them to the directory of a result. Statistics of the original are not of the result and are left out.</summary>
    public static void Add(TiffDirectoryBuilder fields, ImageMetadata metadata)
    {
        if (metadata.Geo is { } reference)
        {
            AddDoubles(fields, TiffTag.ModelPixelScale, reference.PixelScale);
            AddDoubles(fields, TiffTag.ModelTiepoint, reference.TiePoints);
            AddDoubles(fields, TiffTag.ModelTransformation, reference.Transformation);
            AddDoubles(fields, TiffTag.GeoDoubleParams, reference.DoubleParameters);
            if (reference.Keys.Length > 0)
                fields.AddShorts(TiffTag.GeoKeyDirectory, Array.ConvertAll(reference.Keys, key => (int)key));
            if (reference.AsciiParameters.Length > 0)
                fields.Add(TiffTag.GeoAsciiParams, TiffType.Ascii, reference.AsciiParameters);
        }
        if (metadata.GdalMetadata is { } text && WithoutStatistics(text) is { } kept)
            AddText(fields, TiffTag.GdalMetadata, kept);
        if (metadata.NoData is { } noData)
            AddText(fields, TiffTag.GdalNoData, noData);
    }

    private static string? WithoutStatistics(string text)
    {
        const string start = "<Item name=\"STATISTICS_", end = "</Item>";
        while (text.IndexOf(start, StringComparison.Ordinal) is >= 0 and var at)
        {
            int last = text.IndexOf(end, at, StringComparison.Ordinal);
            if (last < 0)
                return null;
            text = string.Concat(text.AsSpan(0, at).TrimEnd(' '), text.AsSpan(last + end.Length).TrimStart('\n'));
        }
        return text.Contains("<Item", StringComparison.Ordinal) ? text : null;
    }

    private static void AddText(TiffDirectoryBuilder fields, TiffTag tag, string text) =>
        fields.Add(tag, TiffType.Ascii, [.. Encoding.UTF8.GetBytes(text), 0]);

    private static void AddDoubles(TiffDirectoryBuilder fields, TiffTag tag, double[] numbers)
    {
        if (numbers.Length == 0)
            return;
        byte[] values = new byte[numbers.Length * sizeof(double)];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(values.AsSpan(i * sizeof(double)), numbers[i]);
        fields.Add(tag, TiffType.Double, values, sizeof(double));
    }

    private static double[] Doubles(TiffPicture picture, TiffMetadataReader reader, TiffTag tag)
    {
        if (Field(picture, reader, tag, TiffType.Double) is not { } bytes)
            return [];
        double[] numbers = new double[bytes.Length / sizeof(double)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BitConverter.UInt64BitsToDouble(picture.File.UInt64(bytes.AsSpan(i * sizeof(double))));
        return Array.TrueForAll(numbers, double.IsFinite) ? numbers : [];
    }

    private static ushort[] Keys(TiffPicture picture, TiffMetadataReader reader)
    {
        if (Field(picture, reader, TiffTag.GeoKeyDirectory, TiffType.Short) is not { } bytes || bytes.Length < KeyNumbers * sizeof(ushort))
            return [];
        ushort[] keys = new ushort[bytes.Length / sizeof(ushort)];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = picture.File.UInt16(bytes.AsSpan(i * sizeof(ushort)));
        return keys;
    }

    private static byte[]? Field(TiffPicture picture, TiffMetadataReader reader, TiffTag tag, TiffType type) =>
        picture.Directory.TryGet(tag, out TiffEntry entry) && entry.Type == type
            ? reader.Block(picture.Directory, tag, $"field {(ushort)tag}", bytes => bytes) : null;
}
