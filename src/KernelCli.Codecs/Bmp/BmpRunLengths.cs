namespace KernelCli.Codecs.Bmp;

/// <summary>
/// Decodes run-length encoded indices of 4 or 8 bits, one row at a time; pixels that the encoding skips have index 0.
/// </summary>
internal sealed class BmpRunLengths(ByteReader reader, BmpHeader header)
{
    private int _x;
    private int _rowsToSkip;
    private int _startX;
    private bool _reachedEnd;

    /// <summary>Reads the next row, counted from the bottom.</summary>
    public void ReadRow(Span<byte> indices)
    {
        indices.Clear();
        if (_rowsToSkip > 0 && --_rowsToSkip > 0)
            return;
        (_x, _startX) = (_startX, 0);
        while (!_reachedEnd)
        {
            int count = reader.ReadByte("run lengths"), value = reader.ReadByte("run lengths");
            if (count > 0)
                Fill(indices, count, value);
            else if (value > 2)
                Copy(indices, value);
            else if (value == 2)
            {
                int right = reader.ReadByte("run lengths"), up = reader.ReadByte("run lengths");
                _x = Math.Min(_x + right, header.Width);
                if (up > 0)
                {
                    (_startX, _rowsToSkip) = (_x, up);
                    return;
                }
            }
            else
            {
                _reachedEnd = value == 1;
                return;
            }
        }
    }

    /// <summary>Reads the end-of-bitmap marker, unless it was already read.</summary>
    public void Finish()
    {
        // Some writers leave it out after the last end of line.
        if (_reachedEnd || reader.Peek() < 0)
            return;
        int count = reader.ReadByte("the end of the bitmap"), value = reader.TryReadByte();
        if (count != 0 || value > 1)
            throw reader.Error("run lengths continue after the last row");
    }

    private void Fill(Span<byte> indices, int count, int value)
    {
        bool is4Bit = header.BitCount == 4;
        for (int i = 0; i < count; i++)
            Put(indices, is4Bit ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
    }

    // Literal indices, padded to 16 bits.
    private void Copy(Span<byte> indices, int count)
    {
        bool is4Bit = header.BitCount == 4;
        int bytes = is4Bit ? (count + 1) / 2 : count, pair = 0;
        for (int i = 0; i < count; i++)
        {
            if (!is4Bit || i % 2 == 0)
                pair = reader.ReadByte("run lengths");
            Put(indices, is4Bit ? (i % 2 == 0 ? pair >> 4 : pair & 15) : pair);
        }
        if (bytes % 2 == 1)
            reader.ReadByte("run lengths");
    }

    private void Put(Span<byte> indices, int value)
    {
        // Some writers round a row's last run up; what goes past the row is dropped.
        if (_x < header.Width)
            indices[_x++] = (byte)value;
    }
}
