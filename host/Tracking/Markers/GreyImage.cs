using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>The pixels of a grey image, read between them; no pixel outside counts.</summary>
internal readonly unsafe struct GreyImage(Mat image)
{
    private readonly byte* data = image.DataPointer;
    private readonly long step = image.Step();
    private readonly int width = image.Width;
    private readonly int height = image.Height;

    /// <summary>Bilinear; NaN outside.</summary>
    public double At(double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1)
            return double.NaN;
        var (fx, fy) = (x - column, y - row);
        var first = data + (row * step) + column;
        var second = first + step;
        return ((1 - fy) * (((1 - fx) * first[0]) + (fx * first[1]))) + (fy * (((1 - fx) * second[0]) + (fx * second[1])));
    }
}
