using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>Writes P5, P6 or P7 row by row.</summary>
internal sealed class PnmEncoder : RowSink
{
    private readonly Stream _stream;
    private readonly byte[] _swapped;

    public PnmEncoder(Stream stream, ImageInfo info, bool isPam)
        : base(info)
    {
        _stream = stream;
        bool is16Bit = info.Format.Sample is SampleType.UInt16;
        _swapped = new byte[is16Bit && BitConverter.IsLittleEndian ? info.RowBytes : 0];
        int maximum = is16Bit ? 65535 : 255;
        string type = info.Format.Layout switch
        {
            PixelLayout.Gray => "GRAYSCALE",
            PixelLayout.GrayAlpha => "GRAYSCALE_ALPHA",
            PixelLayout.Rgb => "RGB",
            _ => "RGB_ALPHA",
        };
        string header = isPam
            ? $"P7\nWIDTH {info.Width}\nHEIGHT {info.Height}\nDEPTH {info.Format.Channels}\nMAXVAL {maximum}\nTUPLTYPE {type}\nENDHDR\n"
            : $"P{(info.Format.Layout is PixelLayout.Gray ? 5 : 6)}\n{info.Width} {info.Height}\n{maximum}\n";
        stream.Write(Encoding.ASCII.GetBytes(header));
    }

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        if (_swapped.Length > 0)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(row), MemoryMarshal.Cast<byte, ushort>(_swapped.AsSpan()));
            row = _swapped;
        }
        _stream.Write(row);
    }

    /// <inheritdoc/>
    protected override void CompleteRows() => _stream.Flush();
}
