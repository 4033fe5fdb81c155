namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Shape and strides of a product C = S + A B; see <see cref="Gemm.Multiply"/>.</summary>
/// <param name="M">Rows of C, a multiple of <see cref="Gemm.RowAlignment"/>.</param>
/// <param name="N">Columns of C, a multiple of <see cref="Gemm.ColumnAlignment"/>.</param>
/// <param name="K">Length of the sums.</param>
/// <param name="ARow">A's element (i, l) stands at i ARow + l AStep.</param>
/// <param name="AStep">1, or the width of what is read transposed.</param>
/// <param name="BRow">B's element (l, j) stands at l BRow + j.</param>
/// <param name="StartRow">S's element (i, j) stands at i StartRow + j; 0: every row begins with the same numbers.</param>
/// <param name="CRow">C's element (i, j) stands at i CRow + j.</param>
internal readonly record struct GemmSizes(int M, int N, int K, int ARow, int AStep, int BRow, int StartRow, int CRow);
