using System.Buffers.Binary;
using System.Text.Unicode;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Collects metadata from application segments and comments. Metadata is optional: an invalid segment is left out and is
/// not an error.
/// </summary>
internal sealed class JpegMetadataReader(DecodeOptions options)
{
    private const int Jfif = JpegMarker.Application;
    private const int Exif = JpegMarker.Application + 1;
    private const int Icc = JpegMarker.Application + 2;
    private const int Ducky = JpegMarker.Application + 12;
    private const int Photoshop = JpegMarker.Application + 13;
    private const int Adobe = JpegMarker.Application + 14;
    private const int IccHeaderBytes = 14;

    private readonly MetadataCollector _collector = new(options);
    private readonly SortedDictionary<int, byte[]> _profile = [];
    private int _profilePieces;
    private bool _hasOtherPictures;

    /// <summary>Whether there is a JFIF header, which means YCbCr or gray.</summary>
    public bool IsJfif { get; private set; }

    /// <summary>
    /// The colour transform of the Adobe segment: 0 for none, 1 for YCbCr, 2 for YCCK; null without such a segment.
    /// </summary>
    public int? AdobeTransform { get; private set; }

    /// <summary>Returns the metadata of the segments before the first scan.</summary>
    public ImageMetadata Read()
    {
        if (_profile.Count > 0)
        {
            // A profile is split into pieces, each with its number, starting at 1, and the number of pieces.
            bool isWhole = _profile.Count == _profilePieces && _profile.Keys.First() == 1 && _profile.Keys.Last() == _profilePieces;
            _collector.AddProfile(isWhole ? [.. _profile.Values.SelectMany(piece => piece)] : []);
        }
        return _collector.Metadata;
    }

    /// <summary>Reads the current segment if it is an application segment or a comment, and skips it otherwise.</summary>
    public void ReadSegment(JpegSegmentReader segment)
    {
        if (segment.Marker is not (>= JpegMarker.Application and <= JpegMarker.Application + 15 or JpegMarker.Comment))
        {
            segment.Skip();
            return;
        }
        int marker = segment.Marker;
        ReadOnlySpan<byte> data = segment.ReadAll();
        switch (marker)
        {
            case Jfif when data.StartsWith("JFIF\0"u8) && data.Length >= 12:
                IsJfif = true;
                AddDensity(data[7], BinaryPrimitives.ReadUInt16BigEndian(data[8..]), BinaryPrimitives.ReadUInt16BigEndian(data[10..]));
                if (data.Length > 14)
                    _collector.LeaveOutOnPurpose("the JFIF thumbnail, which shows what was there before");
                break;
            case Jfif when data.StartsWith("JFXX\0"u8):
                _collector.LeaveOutOnPurpose("the JFIF thumbnail, which shows what was there before");
                break;
            case Exif:
                ReadApp1(data);
                break;
            case Icc:
                ReadApp2(data);
                break;
            case Photoshop when data.StartsWith(JpegSegment.Photoshop):
                if (_collector.TryAdmit(data.Length, "Photoshop's resources"))
                    _collector.AddResources(data[JpegSegment.Photoshop.Length..]);
                break;
            case Adobe when data.StartsWith("Adobe"u8) && data.Length >= 12:
                AdobeTransform = data[11];
                break;
            case JpegMarker.Comment:
                if (_collector.TryAdmit(data.Length, "comments"))
                    AddComment(data.TrimEnd((byte)0));
                break;
            case Ducky when data.StartsWith("Ducky"u8):
                _collector.LeaveOutOnPurpose("the quality that the picture was stored with");
                break;
            default:
                LeaveOut(marker);
                break;
        }
    }

    /// <summary>
    /// Skips a segment after the first scan, and reports metadata in it, which comes too late to be used.
    /// </summary>
    public void SkipLateSegment(JpegSegmentReader segment)
    {
        if (segment.Marker is Exif or Icc or Photoshop or JpegMarker.Comment)
            _collector.LeaveOut("metadata after the first scan");
        segment.Skip();
    }

    /// <summary>Reports that another picture follows this one, unless an MPF segment has already been reported.</summary>
    public void ReportNextPicture()
    {
        if (!_hasOtherPictures)
            _collector.LeaveOut("another picture after the first");
    }

    private void ReadApp1(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("Exif\0"u8))
            _collector.AddExifPiece(data);
        else if (data.StartsWith(JpegSegment.Xmp))
        {
            if (_collector.TryAdmit(data.Length, "XMP"))
                _collector.AddXmp(data[JpegSegment.Xmp.Length..].ToArray());
        }
        else if (data.StartsWith(JpegSegment.ExtendedXmp))
            _collector.LeaveOut("extended XMP, which may hold pictures of what was there before");
        else
            LeaveOut(Exif);
    }

    private void ReadApp2(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("ICC_PROFILE\0"u8) && data.Length > IccHeaderBytes)
        {
            _profilePieces = data[13];
            if (!_profile.ContainsKey(data[12]) && _collector.TryAdmit(data.Length, "an ICC profile"))
                _profile.Add(data[12], data[IccHeaderBytes..].ToArray());
        }
        else if (data.StartsWith("MPF\0"u8))
        {
            _hasOtherPictures = true;
            _collector.LeaveOut("the file's other pictures (MPF)");
        }
        else
            LeaveOut(Icc);
    }

    private void LeaveOut(int marker) => _collector.LeaveOut($"segment APP{marker - JpegMarker.Application}, which is not known");

    private void AddDensity(int unit, int x, int y)
    {
        if (x == 0 || y == 0)
            return;
        if (unit == 1)
            _collector.Set(metadata => metadata with { Density = PixelDensity.FromDotsPerInch(x, y) });
        else if (unit == 2)
            _collector.Set(metadata => metadata with { Density = new PixelDensity(x * 100.0, y * 100.0) });
        else if (unit == 0 && x != y)
            _collector.Set(metadata => metadata with { Aspect = new PixelAspect((uint)x, (uint)y) });
    }

    // The format does not define the encoding of comments, so valid UTF-8 is read as UTF-8 and anything else as Latin-1.
    private void AddComment(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
            _collector.AddText(
                new ImageText(ImageText.Comment, (Utf8.IsValid(data) ? System.Text.Encoding.UTF8 : System.Text.Encoding.Latin1)
                .GetString(data)));
    }
}
