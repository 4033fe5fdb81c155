using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Whether a division was looked after. The divisor: it is a length, it is of an unsigned or narrow unsigned type, or what it is made of is
/// compared with a constant in the same member or in one of its type. The dividend: it counts up from zero. Signs of care, no proof.
/// </summary>
internal sealed class DivisorGuards(SemanticModel model)
{
    private readonly Dictionary<(ISymbol, SyntaxNode), bool> _compared = [];

    public bool IsNeverMinusOne(ExpressionSyntax divisor)
    {
        divisor = Inner(divisor);
        switch (divisor)
        {
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } product:
                return Holds(product.Left) && Holds(product.Right);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                return (Holds(sum.Left) && IsNotNegative(sum.Right)) || (IsNotNegative(sum.Left) && Holds(sum.Right));
            case ConditionalExpressionSyntax choice:
                return Holds(choice.WhenTrue) && Holds(choice.WhenFalse);
            case CastExpressionSyntax cast:
                return Holds(cast.Expression);
            default:
                return IsGuarded(divisor);
        }
    }

    /// <summary>A dividend that counts up from a constant of zero or more, with or without a constant beside it.</summary>
    public bool IsNeverLeast(ExpressionSyntax dividend)
    {
        dividend = Inner(dividend);
        if (dividend is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression or (int)SyntaxKind.AddExpression } sum)
        {
            return (CountsUp(sum.Left) || IsNotNegative(sum.Left))
                && (model.GetConstantValue(sum.Right).HasValue || CountsUp(sum.Right) || IsNotNegative(sum.Right));
        }

        return CountsUp(dividend) || IsNotNegative(dividend);
    }

    private bool CountsUp(ExpressionSyntax part)
    {
        if (model.GetSymbolInfo(Inner(part)).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var declared] } local
            || declared.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } first }
            || !IsNotNegative(first)
            || part.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member) { return false; }
        return member.DescendantNodes().All(
            node => node switch
            {
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } down => !IsOf(down.Operand, local),
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } down => !IsOf(down.Operand, local),
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } up when IsOf(up.Left, local) =>
                    IsNotNegative(up.Right),
                AssignmentExpressionSyntax set => !IsOf(set.Left, local),
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } handed => !IsOf(handed.Expression, local),
                _ => true,
            });
    }

    private bool IsOf(ExpressionSyntax expression, ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(Inner(expression)).Symbol, symbol);

    private bool Holds(ExpressionSyntax part) => IsNotNegative(part) || IsNeverMinusOne(part);

    private bool IsNotNegative(ExpressionSyntax part)
    {
        part = Inner(part);
        if (model.GetConstantValue(part) is { HasValue: true, Value: { } value })
            return Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) >= 0;
        bool isUnsigned = model.GetTypeInfo(part).Type?.SpecialType is SpecialType.System_Byte or SpecialType.System_UInt16
            or SpecialType.System_Char or SpecialType.System_UInt32 or SpecialType.System_UInt64;
        return isUnsigned || part is MemberAccessExpressionSyntax { Name.Identifier.Text: "Length" or "Count" };
    }

    private bool IsGuarded(ExpressionSyntax divisor)
    {
        if (IsNotNegative(divisor)) { return true; }
        if (model.GetSymbolInfo(divisor).Symbol is not { } symbol) { return false; }
        foreach (SyntaxNode place in Places(divisor, symbol))
        {
            if (IsCompared(symbol, place)) { return true; }
        }

        return symbol is IFieldSymbol { IsReadOnly: true, IsStatic: true };
    }

    private static IEnumerable<SyntaxNode> Places(ExpressionSyntax divisor, ISymbol symbol)
    {
        if (divisor.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } here) { yield return here; }
        if (symbol is not (IFieldSymbol or IPropertySymbol)) { yield break; }
        foreach (SyntaxReference reference in symbol.ContainingType.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree != divisor.SyntaxTree || reference.GetSyntax() is not TypeDeclarationSyntax type) { continue; }
            foreach (MemberDeclarationSyntax member in type.Members) { yield return member; }
        }
    }

    private bool IsCompared(ISymbol symbol, SyntaxNode place)
    {
        if (_compared.TryGetValue((symbol, place), out bool known)) { return known; }
        bool found = place.DescendantNodes().OfType<BinaryExpressionSyntax>().Any(
            one => one.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.EqualsExpression
                or SyntaxKind.NotEqualsExpression
                && (Is(one.Left, symbol, one.Right) || Is(one.Right, symbol, one.Left)));
        return _compared[(symbol, place)] = found;
    }

    private bool Is(ExpressionSyntax side, ISymbol symbol, ExpressionSyntax other) =>
        model.GetConstantValue(other).HasValue && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(Inner(side)).Symbol, symbol);

    private static ExpressionSyntax Inner(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner) { expression = inner.Expression; }
        return expression;
    }
}
